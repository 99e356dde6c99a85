import { xml } from './xml.ts';
import { x } from 'xastscript';
import type { Finding } from '../audit/finding.ts';
import type { ReferenceComparison } from '../audit/result.ts';
import { pageEnd, pageHead } from './html-page.ts';
import { counter, type Entry, type Reporter } from './model.ts';
import { outlineDiff } from './outline-diff.ts';
import { printable, printableLine } from '../printable.ts';

type Element = ReturnType<typeof x>;

const terms = (rows: readonly (readonly [string, string | undefined])[]) =>
  x(
    'dl',
    rows.flatMap(([name, value]) =>
      value === undefined ? [] : [x('dt', printableLine(name)), x('dd', printable(value))],
    ),
  );

const findingElement = ({ id, severity, at, message, expected, found, fix, source }: Finding): Element =>
  x('section', { class: severity }, [
    x('h3', [
      x('span', { class: 'badge' }, severity),
      ' ',
      x('code', id),
      ' ',
      x('small', ['at ', x('code', printableLine(at))]),
    ]),
    x('p', printable(message)),
    terms([
      ['expected', expected],
      ['found', found],
      ['fix', fix],
      ['source', source],
    ]),
  ]);

function referenceElement({ path, kind, differences, outlines }: ReferenceComparison): Element {
  const diff = outlines === undefined ? [] : outlineDiff(outlines);
  return x('section', [
    x('h3', [
      `Compared with the ${kind === 'blob' ? 'reference blob' : 'reference'} `,
      x('code', printableLine(path)),
    ]),
    ...(differences.length === 0 ? [x('p', 'No difference.')] : []),
    terms(
      differences.map(({ at, subject, reference }) => [at, `here ${subject}, in the reference ${reference}`]),
    ),
    ...(diff.length === 0
      ? []
      : [
          x(
            'pre',
            diff.map(({ sign, text }) => x(tags[sign], `${sign} ${printableLine(text)}\n`)),
          ),
        ]),
  ]);
}

const tags = { '+': 'ins', '-': 'del', ' ': 'span' } as const;

function entryRow(entry: Entry): Element {
  const failed = entry.checks.filter(({ ok }) => !ok);
  const facts: readonly (readonly [string, string | undefined])[] = [
    ...entry.facts.map(({ name, value }) => [name, value] as const),
    ...(entry.sha256 === undefined ? [] : [['SHA-256', entry.sha256] as const]),
    ...(entry.reason === undefined ? [] : [['why', entry.reason] as const]),
    ...failed.map(
      ({ name, detail }) => ['failed', detail === undefined ? name : `${name}: ${detail}`] as const,
    ),
  ];
  const name = entry.path ?? entry.id;
  return x('tr', { class: entry.outcome }, [
    x('td', [x('span', { class: 'badge' }, entry.word)]),
    x('th', { scope: 'row' }, [
      printableLine(name),
      ...(name === entry.id ? [] : [x('small', ` ${printableLine(entry.id)}`)]),
    ]),
    x('td', entry.size ?? ''),
    x('td', [
      ...(facts.length === 0 ? [] : [terms(facts)]),
      ...entry.findings.map(findingElement),
      ...(entry.reference === undefined ? [] : [referenceElement(entry.reference)]),
    ]),
  ]);
}

/** One page that needs nothing from elsewhere: no script, no font, no image. Rows are written as they come. */
export const html: Reporter = (kind, options) => {
  const summary = counter(kind);
  return {
    begin: () => pageHead(kind.title),
    each: (result) => {
      summary.add(result);
      return `${xml(entryRow(kind.entry(result)))}\n`;
    },
    end: () => {
      const programs = Object.entries(options.environment ?? {}).map(
        ([name, value]) => [name, value] as const,
      );
      const made = terms([[options.tool.name, options.tool.version], ...programs]);
      return pageEnd(
        xml(x('section', { id: 'summary' }, [x('h1', kind.title), x('p', summary.text()), made])),
      );
    },
  };
};
