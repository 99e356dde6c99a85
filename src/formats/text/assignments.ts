/** The value of a name in a text of lines. */
export interface Assigned {
  readonly name: string;
  readonly value: string;
}

/** Longest name, in characters. */
const longestName = 64;
/** Most assignments that are looked at, and most lines that one value goes on for: a key has a hundred. */
const most = { assignments: 256, lines: 1024 };

const keywords = /^(?:export|set|const|let|var|val|final|static|public|private|string|- |\$env:)\s*/i;

/**
 * Values of shell assignments, properties, YAML and the like: `AES_KEY=…`, `key: "…"`, `key: |` with a block below it. A value in quotes
 * goes on to its closing quote, over lines.
 */
export function readAssignments(text: string): readonly Assigned[] {
  const lines = text.split(/\r\n|\r|\n/);
  const found: Assigned[] = [];
  for (let at = 0; at < lines.length && found.length < most.assignments; at += 1) {
    const assigned = assignmentOf(lines[at]!);
    if (assigned === undefined) continue;
    const { name, value } = assigned;
    const below = /^[|>]?[-+]?$/.test(value) ? blockBelow(lines, at) : undefined;
    if (below) found.push({ name, value: below });
    else if (value !== '') found.push({ name, value: unquoted(value, lines, at) });
  }
  return found;
}

function assignmentOf(line: string): Assigned | undefined {
  const sign = line.slice(0, 2 * longestName).search(/[:=]/);
  if (sign <= 0) return undefined;
  const name = line
    .slice(0, sign)
    .trim()
    .replace(keywords, '')
    .replaceAll(/^["'$]+|["']$/g, '')
    .trim();
  const isName = name.length <= longestName && /^[A-Za-z_][\w .$()[\]-]*$/.test(name);
  return isName ? { name, value: line.slice(sign + 1).trim() } : undefined;
}

const indentOf = (line: string) => line.length - line.trimStart().length;

/** Lines below that are indented more than the name. */
function blockBelow(lines: readonly string[], at: number): string | undefined {
  const indent = indentOf(lines[at]!);
  let end = at + 1;
  const limit = Math.min(lines.length, at + most.lines);
  while (end < limit && (lines[end]!.trim() === '' || indentOf(lines[end]!) > indent)) end += 1;
  const block = lines.slice(at + 1, end).map((line) => line.trim());
  return block.some((line) => line !== '') ? block.join('\n') : undefined;
}

function unquoted(value: string, lines: readonly string[], at: number): string {
  const quote = value[0]!;
  if (quote !== '"' && quote !== "'") return value.replace(/[;,]$/, '');
  const close = value.indexOf(quote, 1);
  if (close > 0) return value.slice(1, close);
  const below = lines.slice(at + 1, at + most.lines);
  const more = below.findIndex((line) => line.includes(quote));
  if (more < 0) return value.slice(1);
  const last = below[more]!;
  return [value.slice(1), ...below.slice(0, more), last.slice(0, last.indexOf(quote))].join('\n');
}
