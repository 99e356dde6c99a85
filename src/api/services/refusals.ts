import type { Saying, ServiceRow } from '../../tables/services/types.ts';

/** A refusal that a service is known to give, found in a text. */
export interface KnownRefusal {
  readonly row: ServiceRow;
  readonly saying: Saying;
}

interface Match extends KnownRefusal {
  /** How many words it has, and where they stand in the text. */
  readonly length: number;
  readonly start: number;
  readonly end: number;
}

/** So many other words may stand between those of a refusal: a number, a name, a detail of the case. */
const slack = 4;

/** Letters and digits alone, so that quotation marks, line breaks and the dress of a client do not matter. */
const wordsOf = (text: string): readonly string[] => text.normalize('NFKC').match(/[A-Za-z0-9]+/g) ?? [];

const isWord = (expected: string, found: string | undefined) =>
  expected === 'N' ? /^\d+$/.test(found ?? '') : expected.toLowerCase() === found;

/** Where the words stand in this order, close together; undefined where they do not. */
function placeIn(
  text: readonly string[],
  expected: readonly string[],
): { start: number; end: number } | undefined {
  for (let start = 0; start < text.length; start += 1) {
    let next = 0;
    const last = Math.min(text.length, start + expected.length + slack);
    for (let at = start; at < last && next < expected.length; at += 1) {
      if (isWord(expected[next] ?? '', text[at])) next += 1;
      else if (next === 0) break;
      if (next === expected.length) return { start, end: at };
    }
  }
  return undefined;
}

/** A refusal whose words are part of a longer one is not what was said. */
const isWithin = (one: Match, other: Match) =>
  other.length > one.length && other.start <= one.start && one.end <= other.end;

/** The refusals of these services that a text contains, the longest first. */
export function knownRefusals(text: string, rows: readonly ServiceRow[]): readonly KnownRefusal[] {
  const words = wordsOf(text).map((word) => word.toLowerCase());
  const matches = rows.flatMap((row) =>
    row.says.flatMap((saying): Match[] => {
      const expected = wordsOf(saying.text);
      const place = placeIn(words, expected);
      return place === undefined ? [] : [{ row, saying, length: expected.length, ...place }];
    }),
  );
  return matches
    .filter((one) => !matches.some((other) => isWithin(one, other)))
    .sort((one, other) => other.length - one.length);
}

/** Words of this length tell one refusal from another. */
const telling = 4;

/** Known refusals that share words with a text, the nearest first. */
export function nearestRefusals(text: string, rows: readonly ServiceRow[]): readonly KnownRefusal[] {
  const words = new Set(wordsOf(text).map((word) => word.toLowerCase()));
  return rows
    .flatMap((row) =>
      row.says.map((saying) => {
        const expected = wordsOf(saying.text)
          .map((word) => word.toLowerCase())
          .filter((word) => word.length >= telling);
        const shared = expected.filter((word) => words.has(word)).length;
        return { row, saying, share: shared / Math.max(1, expected.length) };
      }),
    )
    .filter(({ share }) => share >= 1 / 3)
    .sort((one, other) => other.share - one.share);
}
