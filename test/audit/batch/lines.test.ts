import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { maximumLineLength, splitLines } from '../../../src/audit/batch/lines.ts';

async function split(chunks: readonly string[]) {
  const lines = [];
  for await (const some of splitLines(chunks)) lines.push(...some);
  return lines;
}

test('lines keep their number, blank ones are left out, CRLF and a BOM do not matter', async () => {
  expect(await split(['\ufeffa\r\n\n  \nb'])).toEqual([
    { number: 1, text: 'a' },
    { number: 4, text: 'b' },
  ]);
});

test('how the text is cut into chunks does not matter', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '\n', '\r', ' ') })),
      async (chunks) => {
        expect(await split(chunks)).toEqual(await split([chunks.join('')]));
      },
    ),
    { numRuns: 300 },
  );
});

test('a line that is too long is named, not kept, and does not hide the next one', async () => {
  const long = 'x'.repeat(maximumLineLength + 1);
  for (const chunks of [
    [`a\n${long}\nb\n`],
    ['a\n', long, long, '\nb'],
    ['a\n', ...long.match(/.{1,5000}/g)!, '\nb'],
  ])
    expect(await split(chunks)).toEqual([
      { number: 1, text: 'a' },
      { number: 2, text: undefined },
      { number: 3, text: 'b' },
    ]);
});
