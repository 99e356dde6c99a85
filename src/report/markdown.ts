import type { Finding } from '../audit/finding.ts';
import { amendedEntry, counter, type Entry, type Reporter } from './model.ts';
import { cell, code, plain } from './markdown-escape.ts';
import { outlineDiff } from './outline-diff.ts';
import { printableLine } from '../printable.ts';

/** CI summaries are cut at a size of about one megabyte; past these numbers entries are counted instead of shown. */
const maximumFaulty = 200;
const maximumSound = 50;

const findingText = ({ id, severity, at, message, expected, found, fix, source }: Finding) =>
  [
    `- **${severity}** ${code(id)} at ${code(at)}: ${plain(message)}`,
    ...(expected === undefined ? [] : [`  - expected: ${plain(expected)}`]),
    ...(found === undefined ? [] : [`  - found: ${plain(found)}`]),
    `  - fix: ${plain(fix)}`,
    `  - source: ${plain(source)}`,
  ].join('\n');

function details(entry: Entry): string {
  const lines = entry.facts.map(({ name, value }) => `- ${plain(name)}: ${plain(value)}`);
  if (entry.reason !== undefined) lines.push(`- why: ${plain(entry.reason)}`);
  for (const { name, ok, detail } of entry.checks)
    if (!ok) lines.push(`- failed: ${plain(name)}${detail === undefined ? '' : `: ${plain(detail)}`}`);
  lines.push(...entry.findings.map(findingText));
  for (const { at, subject, reference } of entry.reference?.differences ?? [])
    lines.push(`- ${code(at)} differs: here ${plain(subject)}, in the reference ${plain(reference)}`);
  if (entry.reference?.outlines !== undefined) {
    const diff = outlineDiff(entry.reference.outlines).map(
      ({ sign, text }) => `    ${sign} ${printableLine(text)}`,
    );
    lines.push('', ...diff);
  }
  return lines.length === 0 ? '' : `### ${subjectOf(entry)}\n\n${lines.join('\n')}`;
}

/** A subject by its id, and its file where that is another name. */
const subjectOf = ({ id, path }: Entry) =>
  path === undefined || path === id ? code(id) : `${code(id)} (${code(path)})`;

const row = (entry: Entry) => {
  const problems = [
    ...entry.findings.map(({ id }) => code(id)),
    ...entry.checks.filter(({ ok }) => !ok).map(({ name }) => plain(name)),
  ];
  const why = problems.length > 0 ? problems.join(', ') : plain(entry.reason ?? '');
  const cells = [plain(entry.word), subjectOf(entry), plain(entry.size ?? ''), why];
  return `| ${cells.map(cell).join(' | ')} |`;
};

/** Markdown for a CI summary: counts, a short table, then the details of what is at fault. */
export const markdown: Reporter = (kind, options) => {
  const summary = counter(kind);
  /** By the place of the result; those that are listed. */
  const listed = new Map<number, Entry>();
  let sound = 0;
  let faulty = 0;
  let index = 0;
  const list = (at: number, entry: Entry) => {
    const isFaulty = entry.outcome !== 'good' || entry.findings.length > 0;
    if (isFaulty ? faulty < maximumFaulty : sound < maximumSound) listed.set(at, entry);
    if (isFaulty) faulty += 1;
    else sound += 1;
  };
  return {
    begin: () => '',
    each: (result) => {
      summary.add(result);
      list(index, kind.entry(result));
      index += 1;
      return '';
    },
    amend: (amended) => {
      const { index: at, before, entry } = amended;
      summary.move(before, entry.word);
      const earlier = listed.get(at);
      if (earlier === undefined) list(at, entry);
      else listed.set(at, amendedEntry(earlier, amended));
      return '';
    },
    end: () => {
      const entries = [...listed].toSorted(([a], [b]) => a - b).map(([, entry]) => entry);
      const omitted = index - entries.length;
      const sections = entries.filter(({ outcome, findings }) => outcome !== 'good' || findings.length > 0);
      return (
        [
          `## ${kind.title}`,
          `**${summary.text()}** (${plain(options.tool.name)} ${plain(options.tool.version)})`,
          ...(entries.length === 0
            ? []
            : [
                '|  | subject | size | findings |\n| --- | --- | --- | --- |\n' + entries.map(row).join('\n'),
              ]),
          ...(omitted === 0
            ? []
            : [`${omitted} more are counted above and not listed here; the json report has them all.`]),
          ...sections.map(details).filter((section) => section !== ''),
        ].join('\n\n') + '\n'
      );
    },
  };
};
