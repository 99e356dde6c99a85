import { x } from 'xastscript';
import type { Finding } from '../audit/finding.ts';
import type { ReferenceComparison } from '../audit/result.ts';
import { subjectAnchor } from './html-findings.ts';
import type { Entry, Outcome } from './model.ts';
import { referenceNames } from './phrases.ts';
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

const findingElement = (
  { id, severity, at, message, expected, found, fix, source }: Finding,
  anchor: (id: string) => string,
): Element =>
  x('section', { class: severity }, [
    x('h3', [
      x('span', { class: 'badge' }, severity),
      ' ',
      x('a', { href: `#${anchor(id)}` }, [x('code', printableLine(id))]),
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
    x('h3', [`Compared with the ${referenceNames[kind]} `, x('code', printableLine(path))]),
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

const ranks: Readonly<Record<Outcome, number>> = { bad: 0, unreadable: 1, open: 3, skipped: 4, good: 5 };

/** Place in the order of the page: what failed, what has warnings, what could not be looked at, what is sound. */
export const outcomeRank = ({ outcome, findings }: Entry): number =>
  outcome === 'good' && findings.length > 0 ? 2 : ranks[outcome];

/** The row of a subject, under an anchor of its number; `anchor` gives the fragment of a finding's id. */
export function entryRow(entry: Entry, number: number, anchor: (id: string) => string): Element {
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
  return x('tr', { id: subjectAnchor(number), class: entry.outcome }, [
    x('td', [x('span', { class: 'badge' }, entry.word)]),
    x('th', { scope: 'row' }, [
      x('a', { href: `#${subjectAnchor(number)}` }, printableLine(entry.id)),
      ...(name === entry.id ? [] : [x('small', ` ${printableLine(name)}`)]),
    ]),
    x('td', entry.size ?? ''),
    x('td', [
      ...(facts.length === 0 ? [] : [terms(facts)]),
      ...entry.findings.map((found) => findingElement(found, anchor)),
      ...(entry.reference === undefined ? [] : [referenceElement(entry.reference)]),
    ]),
  ]);
}
