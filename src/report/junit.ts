import { x } from 'xastscript';
import { findingLines } from './finding-lines.ts';
import type { Entry, Reporter } from './model.ts';
import { printable, printableLine } from '../printable.ts';
import { xml } from './xml.ts';

/** What came of a test that did not simply pass. */
interface Trouble {
  readonly kind: 'failure' | 'error' | 'skipped';
  readonly type: string;
  readonly message: string;
  readonly text?: string;
}

interface TestCase {
  readonly name: string;
  readonly trouble?: Trouble;
}

/** A subject is a suite. Each error finding and each check is a test of it; a subject without either is one test. */
function testCases({ outcome, word, reason, findings, checks }: Entry): readonly TestCase[] {
  const message = reason ?? word;
  const one = (kind: Trouble['kind'], text = message) => [
    { name: word, trouble: { kind, type: word, message: text } },
  ];
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (outcome === 'unreadable') return one('error');
  if (outcome === 'skipped') return one('skipped');
  if (errors.length > 0)
    return errors.map((found) => ({
      name: found.id,
      trouble: {
        kind: 'failure',
        type: found.id,
        message: found.message,
        text: findingLines(found).join('\n'),
      },
    }));
  if (checks.length > 0)
    return checks.map(({ name, ok, detail }) =>
      ok ? { name } : { name, trouble: { kind: 'failure', type: 'check', message: detail ?? message } },
    );
  if (outcome === 'bad') return one('failure');
  if (outcome === 'open')
    return one('skipped', 'nothing wrong was seen, but not everything could be looked at');
  return [{ name: word }];
}

const troubleElement = ({ kind, type, message, text }: Trouble) =>
  x(kind, { type, message: printableLine(message) }, printable(text ?? ''));

/** What is worth reading of a subject that no test of it says. */
const output = ({ path, facts, findings }: Entry) => [
  ...(path === undefined ? [] : [`file: ${printableLine(path)}`]),
  ...facts.map(({ name, value }) => `${name}: ${value}`),
  ...findings.filter(({ severity }) => severity !== 'error').flatMap(findingLines),
];

function suite(entry: Entry, place: Readonly<Record<string, string>>) {
  const name = printableLine(entry.id);
  const cases = testCases(entry);
  const time = ((entry.ms ?? 0) / 1000).toFixed(3);
  const count = (kind: Trouble['kind']) =>
    String(cases.filter(({ trouble }) => trouble?.kind === kind).length);
  const counts = {
    tests: String(cases.length),
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
  };
  return x('testsuite', { name, ...place, ...counts, time }, [
    x('properties'),
    ...cases.map(({ name: test, trouble }, at) =>
      x(
        'testcase',
        { name: printableLine(test), classname: name, time: at === 0 ? time : '0' },
        trouble === undefined ? [] : [troubleElement(trouble)],
      ),
    ),
    x('system-out', printable(output(entry).join('\n'))),
    x('system-err'),
  ]);
}

/**
 * JUnit XML as Ant's JUnitReport defines it and CI systems read it: a suite for each subject, so that counts are known
 * when a suite is written and the document never has to be held in memory.
 */
export const junit: Reporter = (kind, options) => {
  const timestamp = (options.started ?? new Date(0)).toISOString().slice(0, 19);
  let id = 0;
  return {
    begin: () => '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n',
    each: (result) => {
      const place = { id: String(id), package: kind.schema, timestamp, hostname: 'localhost' };
      id += 1;
      return `${xml(suite(kind.entry(result), place))}\n`;
    },
    end: () => '</testsuites>\n',
  };
};
