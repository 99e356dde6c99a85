import { parentPort } from 'node:worker_threads';
import type { Judgement, ServiceSubmission, Submission } from '../kms/call.ts';
import { judge, opens } from './judge.ts';
import { judgeForService, opensForService } from './service-judge.ts';

/** What a judging thread is asked. */
export interface Question {
  readonly submission: Submission | ServiceSubmission;
  /** To name what is wrong with a blob that does not open, however long that takes. */
  readonly diagnose: boolean;
}

/** `unopened`: nothing was judged yet. */
export type Verdict = { readonly judgement: Judgement } | 'unopened';

const bytes = (view: Uint8Array) => Buffer.from(view.buffer, view.byteOffset, view.byteLength);

function answer({ submission, diagnose }: Question): Verdict {
  // Buffers come through as plain arrays of bytes.
  const whole = { ...submission, blob: bytes(submission.blob), privateKey: bytes(submission.privateKey) };
  if ('service' in whole)
    return diagnose || opensForService(whole) ? { judgement: judgeForService(whole) } : 'unopened';
  return diagnose || opens(whole) ? { judgement: judge(whole) } : 'unopened';
}

parentPort?.on('message', (question: Question) => parentPort?.postMessage(answer(question)));
