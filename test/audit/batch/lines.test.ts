import { setImmediate as turn } from 'node:timers/promises';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { maximumLineLength } from '../../../src/audit/budgets.ts';
import { lineSource, splitLines } from '../../../src/audit/batch/lines.ts';

async function split(chunks: readonly string[]) {
  const lines = [];
  for await (const some of splitLines(chunks)) lines.push(...some);
  return lines;
}

it('lines keep their number, blank ones are left out, CRLF and a BOM do not matter', async () => {
  expect(await split(['\ufeffa\r\n\n  \nb'])).toEqual([
    { number: 1, text: 'a' },
    { number: 4, text: 'b' },
  ]);
});

it('how the text is cut into chunks does not matter', async () => {
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

it('a line that is too long is named, not kept, and does not hide the next one', async () => {
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

const text = (count: number) => Array.from({ length: count }, (_, at) => `${at}\n`).join('');

it('once the end is known the last lines are shared, eight at the least', async () => {
  const source = lineSource([text(100)]);
  expect(await source.head(10)).toHaveLength(10);
  const sizes = [];
  for (;;) {
    const some = await source.take(40, 4);
    if (some.length === 0) break;
    sizes.push(some.length);
    await turn();
  }
  expect(sizes).toEqual([40, 13, 10, 8, 8, 8, 3]);
});

it('lines that are there are not kept waiting for those that come later', async () => {
  const slow = async function* () {
    yield text(3);
    await new Promise<never>(() => undefined);
  };
  const { take } = lineSource(slow());
  expect(await take(40, 4)).toHaveLength(3);
});

it('a text that cannot be read fails whoever waits for it, after the lines before', async () => {
  const broken = async function* () {
    yield text(3);
    throw new Error('unreadable');
  };
  const { take } = lineSource(broken());
  expect(await take(40, 4)).toHaveLength(3);
  await expect(take(40, 4)).rejects.toThrow('unreadable');
});
