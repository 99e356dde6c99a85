/** What differs from run to run, and what stands in its place when two outputs are compared. */
const varying: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, 'UUID'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'TIME'],
  [/\b\d+ h \d+ min\b/g, 'DURATION'],
  [/\b\d+(\.\d+)? m?s\b/g, 'DURATION'],
  [/\b[0-9a-fA-F]{32,}\b/g, 'HEX'],
  // They grow with the vectors and faults.
  [/\b\d+ (right|with faults)\b/g, 'N $1'],
];

function masked(text: string): string {
  let out = text;
  for (const [pattern, word] of varying) out = out.replaceAll(pattern, word);
  return out.replaceAll(/[ \t]+$/gm, '').trim();
}

const escaped = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);

/** The documented output as a pattern: a line of `…` alone stands for any lines. */
const pattern = (documented: string) =>
  masked(documented)
    .split('\n')
    .map((line) => (line.trim() === '…' ? '(?:.*\\n)*' : `${escaped(line)}\n`))
    .join('');

/** What to expect of an output, for `expect(...).toEqual(...)`: the masked text itself where it has no ellipsis. */
export function compared(documented: string, printed: string): { expected: string; found: string } {
  const found = masked(printed);
  const fits = new RegExp(`^${pattern(documented)}$`).test(`${found}\n`);
  return { expected: fits ? found : masked(documented), found };
}

/** Whether the documented text stands somewhere in it. */
export const contains = (documented: string, printed: string): boolean =>
  new RegExp(`^${pattern(documented)}`, 'm').test(`${masked(printed)}\n`);

const uuid = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;

/** The documented key ids with those that took their place in this run. */
export function renamed(documented: string, printed: string): [string, string][] {
  const found = printed.match(uuid) ?? [];
  return (documented.match(uuid) ?? []).flatMap((id, at) =>
    found[at] === undefined ? [] : [[id, found[at]] as [string, string]],
  );
}
