import { diffArrays } from 'diff';

/** One line of a comparison: in both, in the subject alone, in the reference alone. */
export interface DiffLine {
  readonly sign: ' ' | '+' | '-';
  readonly text: string;
}

const maximumLines = 400;
const maximumEdits = 1000;

/**
 * What turns the reference's outline into the subject's: `-` stands in the reference alone, `+` in the subject alone.
 * Outlines beyond 400 lines are cut, so that hostile input ends in bounded time.
 */
export function outlineDiff(outlines: {
  readonly subject: readonly string[];
  readonly reference: readonly string[];
}): readonly DiffLine[] {
  const [reference, subject] = [outlines.reference, outlines.subject].map((lines) =>
    lines.slice(0, maximumLines),
  );
  const changes = diffArrays(reference ?? [], subject ?? [], { maxEditLength: maximumEdits });
  if (changes === undefined)
    return [{ sign: ' ', text: 'the two differ in more places than are worth showing' }];
  return changes.flatMap(({ added, removed, value }) =>
    value.map((text) => ({ sign: added ? '+' : removed ? '-' : ' ', text }) as const),
  );
}
