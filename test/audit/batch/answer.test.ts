import { expect, it } from 'vitest';
import { answerWriter, readAnswer } from '../../../src/audit/batch/answer.ts';
import type { Examined } from '../../../src/audit/batch/task.ts';

/** A result whose text is as long as asked for, with characters of one, two and three bytes. */
const examined = (id: string, length: number): Examined => ({
  id,
  path: 'é€'.repeat(length),
  word: 'unreadable',
  result: {
    id,
    status: 'unreadable',
    subject: { path: 'é€'.repeat(length), bytes: 0, sha256: '' },
    expected: {},
    observed: {},
    verdict: 'reject',
    findings: [],
    error: 'line\nend',
  },
  marks: {},
});

const read = (taken: Uint8Array) =>
  [...readAnswer(taken)].map(({ id, path, word, result, marks }) => ({ id, path, word, result, marks }));

it('results come back as they were, however long, and once each', () => {
  const answer = answerWriter();
  const first = [examined('1', 1), examined('2', 200_000), examined('3', 10)];
  for (const one of first) answer.add(one);
  expect(read(answer.take())).toEqual(first);
  answer.add(examined('4', 2));
  expect(read(answer.take())).toEqual([examined('4', 2)]);
  expect(read(answer.take())).toEqual([]);
});

it('what was taken does not change when more is added', () => {
  const answer = answerWriter();
  answer.add(examined('1', 3));
  const taken = answer.take();
  answer.add(examined('2', 3));
  expect(read(taken)).toEqual([examined('1', 3)]);
});

it('the text of a result is what a report of JSON says of it', () => {
  const answer = answerWriter();
  const one = { ...examined('1', 1), marks: { blob: '00' } };
  answer.add(one);
  answer.add({ ...one, result: { ...one.result, id: 'a\u202eb' } });
  expect([...readAnswer(answer.take())].map(({ json }) => json)).toEqual([
    JSON.stringify(one.result),
    JSON.stringify({ ...one.result, id: '' }).replace('"id":""', String.raw`"id":"a\u202eb"`),
  ]);
});
