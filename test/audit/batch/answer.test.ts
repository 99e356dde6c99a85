import { expect, test } from 'vitest';
import { answerWriter, readAnswer } from '../../../src/audit/batch/answer.ts';
import type { Examined } from '../../../src/audit/batch/task.ts';

/** A result whose text is as long as asked for, with characters of one, two and three bytes. */
const examined = (id: string, length: number): Examined => ({
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

test('results come back as they were, however long, and once each', () => {
  const answer = answerWriter();
  const first = [examined('1', 1), examined('2', 200_000), examined('3', 10)];
  for (const one of first) answer.add(one);
  expect([...readAnswer(answer.take())]).toEqual(first);
  answer.add(examined('4', 2));
  expect([...readAnswer(answer.take())]).toEqual([examined('4', 2)]);
  expect([...readAnswer(answer.take())]).toEqual([]);
});

test('what was taken does not change when more is added', () => {
  const answer = answerWriter();
  answer.add(examined('1', 3));
  const taken = answer.take();
  answer.add(examined('2', 3));
  expect([...readAnswer(taken)]).toEqual([examined('1', 3)]);
});
