import { x } from 'xastscript';
import { findingLines } from './finding-lines.ts';
import { amendedEntry, type Entry, type Reporter } from './model.ts';
import { printable, printableLine } from '../printable.ts';
import { xml } from './xml.ts';

/** What came of a subject that did not simply pass. */
interface Trouble {
  readonly kind: 'failure' | 'error' | 'skipped';
  /** The first finding's id, `check`, or the outcome's own word. */
  readonly type: string;
  readonly message: string;
  readonly text?: string;
}

function troubleOf({ outcome, word, reason, findings, checks }: Entry): Trouble | undefined {
  const message = reason ?? word;
  const errors = findings.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  const failed = checks.filter(({ ok }) => !ok);
  if (outcome === 'unreadable') return { kind: 'error', type: word, message };
  if (outcome === 'skipped') return { kind: 'skipped', type: word, message };
  if (first !== undefined)
    return {
      kind: 'failure',
      type: first.id,
      message: errors.map((found) => `${found.id}: ${found.message}`).join('; '),
      text: errors.flatMap(findingLines).join('\n'),
    };
  if (failed.length > 0) {
    const lines = failed.map(({ name, detail }) => (detail === undefined ? name : `${name}: ${detail}`));
    return { kind: 'failure', type: 'check', message: lines.join('; '), text: lines.join('\n') };
  }
  if (outcome === 'bad') return { kind: 'failure', type: word, message };
  if (outcome === 'open')
    return {
      kind: 'skipped',
      type: word,
      message: 'nothing wrong was seen, but not everything could be looked at',
    };
  return undefined;
}

const troubleElement = ({ kind, type, message, text }: Trouble) =>
  x(kind, { type, message: printableLine(message) }, printable(text ?? ''));

/** What is worth reading of a subject that its failure does not say. */
function beside({ id, path, facts, findings }: Entry): string[] {
  const lines = [
    ...(path === undefined || path === id ? [] : [`file: ${path}`]),
    ...facts.map(({ name, value }) => `${name}: ${value}`),
    ...findings.filter(({ severity }) => severity !== 'error').flatMap(findingLines),
  ];
  return lines.length === 0 ? [] : [id, ...lines.map((line) => `  ${line}`)];
}

/**
 * JUnit XML as Ant's JUnitReport defines it and CI systems read it: one suite for the run, one case for each subject, named by
 * its id. The counts of a suite stand before its cases, so the results are kept until the end.
 */
export const junit: Reporter = (kind, options) => {
  const timestamp = (options.started ?? new Date(0)).toISOString().slice(0, 19);
  const entries: Entry[] = [];
  const seconds = (ms = 0) => (ms / 1000).toFixed(3);
  return {
    begin: () => '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n',
    each: (result) => {
      entries.push(kind.entry(result));
      return '';
    },
    amend: (amended) => {
      const { index } = amended;
      entries[index] = amendedEntry(entries[index] ?? amended.entry, amended);
      return '';
    },
    end: () => {
      const counts = { failure: 0, error: 0, skipped: 0 };
      const cases = entries.map((entry) => {
        const trouble = troubleOf(entry);
        if (trouble !== undefined) counts[trouble.kind] += 1;
        const attributes = {
          name: printableLine(entry.id),
          classname: kind.schema,
          time: seconds(entry.ms),
        };
        return xml(x('testcase', attributes, trouble === undefined ? [] : [troubleElement(trouble)]));
      });
      const output = entries.flatMap(beside);
      const milliseconds = entries.reduce((sum, { ms = 0 }) => sum + ms, 0);
      const suite = {
        id: '0',
        name: printableLine(options.manifest ?? kind.title),
        package: kind.schema,
        timestamp,
        hostname: 'localhost',
        tests: String(cases.length),
        failures: String(counts.failure),
        errors: String(counts.error),
        skipped: String(counts.skipped),
        time: seconds(milliseconds),
      };
      const head = xml(x('testsuite', suite)).replace(/\/>$/, '>');
      const tail = [x('system-out', printable(output.join('\n'))), x('system-err')].map((one) => xml(one));
      return `${[head, xml(x('properties')), ...cases, ...tail, '</testsuite>', '</testsuites>'].join('\n')}\n`;
    },
  };
};
