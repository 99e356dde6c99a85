import type { Judgement, ServiceSubmission, Submission } from '../kms/call.ts';
import { KmsException } from '../model/exceptions.ts';
import { createLane, type Lane } from './lane.ts';
import type { Verdict } from './thread.ts';

/** Milliseconds for one blob, from when its turn comes. On a machine that is not busy one takes 10, the other 300. */
const budgets = { sound: 120_000, diagnosis: 30_000 } as const;
/** Threads that name what is wrong: more of them would only share the processors. */
const diagnosing = 2;

/** Bytes that came through as plain arrays. */
function restored(judgement: Judgement): Judgement {
  const { opened, ...rest } = judgement;
  if (opened === undefined) return rest;
  const { material, publicKey } = opened;
  return {
    ...rest,
    opened: {
      material: Buffer.from(material.buffer, material.byteOffset, material.byteLength),
      ...(publicKey === undefined ? {} : { publicKey: Buffer.from(publicKey) }),
    },
  };
}

const judgementOf = (verdict: Verdict | undefined): Judgement =>
  verdict === undefined || verdict === 'unopened'
    ? { findings: [], overdue: true }
    : restored(verdict.judgement);

/**
 * Judges in threads, so that the endpoint goes on answering. Blobs that open take one lane and milliseconds; those that do
 * not wait for one another in lanes of their own, and hold up no other import.
 * @param script `thread.ts`, as it was built
 */
export function judgeInThreads(script: URL): {
  readonly judge: (submission: Submission | ServiceSubmission) => Promise<Judgement>;
  readonly close: () => Promise<void>;
} {
  const quick = createLane(script, budgets.sound);
  const slow = Array.from({ length: diagnosing }, () => createLane(script, budgets.diagnosis));
  const least = (a: Lane, b: Lane) => (b.waiting() < a.waiting() ? b : a);
  return {
    judge: async (submission) => {
      const verdict = await quick.ask({ submission, diagnose: false });
      // No answer about a blob that may be sound must sound like one.
      if (verdict === undefined)
        throw new KmsException('DependencyTimeoutException', {
          detail: 'This machine is too busy to judge the key material: try again.',
        });
      if (verdict !== 'unopened') return judgementOf(verdict);
      return judgementOf(await slow.reduce(least).ask({ submission, diagnose: true }));
    },
    close: async () => void (await Promise.all([quick, ...slow].map((lane) => lane.close()))),
  };
}
