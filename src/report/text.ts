import { styleText } from 'node:util';
import cliui from 'cliui';
import type { Finding } from '../audit/finding.ts';
import type { ReferenceComparison } from '../audit/result.ts';
import { counter, type Entry, type Outcome, type Reporter } from './model.ts';
import { referenceNames } from './phrases.ts';
import { outlineDiff } from './outline-diff.ts';
import { printable, printableLine } from '../printable.ts';

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

const outcomeStyles: Readonly<Record<Outcome, Style>> = {
  good: 'green',
  bad: ['red', 'bold'],
  open: 'yellow',
  skipped: 'yellow',
  unreadable: ['red', 'bold'],
};
const severityStyles: Readonly<Record<Finding['severity'], Style>> = {
  error: 'red',
  warning: 'yellow',
  notice: 'cyan',
};
const diffStyles = { '+': 'green', '-': 'red', ' ': 'dim' } as const;

/** Name and value side by side, both in columns; the value is wrapped. */
function block(rows: readonly (readonly [string, string])[], indent: number, width: number): string {
  const names = 2 + rows.reduce((most, [name]) => Math.max(most, name.length), 8);
  const ui = cliui({ width, wrap: true });
  for (const [name, value] of rows)
    ui.div(
      { text: name, width: indent + names, padding: [0, 0, 0, indent] },
      { text: printable(value), width: Math.max(20, width - indent - names) },
    );
  return ui.toString();
}

function findingText(found: Finding, width: number, paint: Paint): string {
  const { id, severity, at, message, expected, found: seen, fix, source } = found;
  const rows = [
    ['expected', expected],
    ['found', seen],
    ['fix', fix],
    ['source', source],
  ].filter((row): row is [string, string] => row[1] !== undefined);
  return [
    `  ${paint(severityStyles[severity], `${severity} ${paint('bold', id)}`)} at ${printableLine(at)}`,
    block([['', message]], 2, width).replace(/^ {4,}/gm, '    '),
    block(rows, 4, width),
  ].join('\n');
}

function referenceText(
  { path, kind, differences, outlines }: ReferenceComparison,
  width: number,
  paint: Paint,
) {
  const what = referenceNames[kind];
  const lines = [
    `  compared with the ${what} ${printableLine(path)}: ${differences.length === 0 ? 'no difference' : ''}`,
  ];
  for (const { at, subject, reference } of differences)
    lines.push(
      `    ${printableLine(at)}`,
      block(
        [
          ['here', subject],
          ['reference', reference],
        ],
        6,
        width,
      ),
    );
  if (outlines !== undefined)
    for (const { sign, text } of outlineDiff(outlines))
      lines.push(paint(diffStyles[sign], `    ${sign} ${printableLine(text)}`));
  return lines.join('\n').replaceAll(/ +$/gm, '');
}

/** What a reader at a terminal wants: the verdict first, then what was found and how to fix it. */
export const text: Reporter = (kind, options) => {
  const width = Math.max(60, Math.min(options.width ?? 100, 120));
  const paint: Paint = (style, words) =>
    options.color === true ? styleText(style, words, { validateStream: false }) : words;
  const summary = counter(kind);
  const wordWidth = Math.max(...kind.words.map((word) => word.length));
  let lastWasBlock = false;
  let any = false;

  const entryText = (entry: Entry): string => {
    const name = printableLine(entry.path ?? entry.id);
    const known = entry.path === undefined || entry.path === entry.id ? '' : ` [${printableLine(entry.id)}]`;
    const size = entry.size === undefined ? '' : paint('dim', ` (${entry.size})`);
    const reason = entry.reason === undefined ? undefined : printable(entry.reason);
    const head = `${paint(outcomeStyles[entry.outcome], entry.word.padEnd(wordWidth))}  ${name}${known}${size}`;
    const failed = entry.checks.filter(({ ok }) => !ok);
    const brief = options.detail === 'faults' || kind.member === 'cases';
    const parts = [
      ...(brief && entry.findings.length === 0
        ? []
        : [
            block(
              entry.facts.map(({ name, value }) => [name, value]),
              2,
              width,
            ),
          ]),
      ...(reason === undefined ? [] : [block([['why', reason]], 2, width)]),
      ...failed.map(({ name, detail }) =>
        block([['failed', `${name}${detail === undefined ? '' : `: ${detail}`}`]], 2, width),
      ),
      ...(entry.outcome === 'open' && !brief ? [block([['note', undeterminedNote]], 2, width)] : []),
      ...(entry.reference === undefined ? [] : [referenceText(entry.reference, width, paint)]),
      ...entry.findings.map((found) => `\n${findingText(found, width, paint)}`),
    ].filter((part) => part !== '');
    const isBlock = parts.length > 0;
    const gap = any && (isBlock || lastWasBlock) ? '\n' : '';
    lastWasBlock = isBlock;
    any = true;
    return `${gap}${[head, ...parts].join('\n')}\n`;
  };

  return {
    begin: () => '',
    each: (result) => {
      summary.add(result);
      return entryText(kind.entry(result));
    },
    amend: ({ before, entry }) => {
      summary.move(before, entry.word);
      return entryText(entry);
    },
    end: () => `${any ? '\n' : ''}${summary.text()}\n`,
  };
};

const undeterminedNote =
  'nothing wrong was seen, but without the private key what is encrypted could not be looked at';
