import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { inOrder, type Run } from '../../../src/audit/batch/lanes.ts';
import { lineSource } from '../../../src/audit/batch/lines.ts';

const count = 200;
const manifest = Array.from({ length: count }, (_, at) => `line ${at}\n`).join('');
const numbers = Array.from({ length: count }, (_, at) => at + 1);

/** Threads whose parcels end in another order than they were sent, and that counts them. */
function threads(fail?: number) {
  const counts = { underWay: 0, most: 0, ended: 0 };
  const run: Run = async (parcel) => {
    counts.underWay += 1;
    counts.most = Math.max(counts.most, counts.underWay);
    await pause((parcel.numbers[0] ?? 0) % 3);
    counts.underWay -= 1;
    counts.ended += 1;
    if (fail !== undefined && parcel.numbers.includes(fail)) throw new Error('a thread ended');
    return { examined: [], ms: 12 };
  };
  return { counts, run };
}

async function read(jobs: number, fake: ReturnType<typeof threads>) {
  const seen: number[] = [];
  for await (const { parcel } of inOrder(
    lineSource([manifest]).take,
    Array.from({ length: jobs }, () => fake.run),
    3,
  ))
    seen.push(...parcel.map(({ number }) => number));
  return seen;
}

it.each([1, 2, 7])(
  'with %i threads every line comes once, in order, and no thread has two parcels',
  async (jobs) => {
    const fake = threads();
    expect(await read(jobs, fake)).toEqual(numbers);
    expect(fake.counts.most).toBeLessThanOrEqual(jobs);
  },
);

it('a reader that stops is not run ahead of for more than four parcels a thread', async () => {
  const fake = threads();
  const results = inOrder(lineSource([manifest]).take, [fake.run, fake.run], 1);
  await results.next();
  await pause(50);
  expect(fake.counts.ended).toBeLessThanOrEqual(9);
});

it('what goes wrong in a thread reaches the reader', async () => {
  await expect(read(2, threads(100))).rejects.toThrow('a thread ended');
});
