import { workerData } from 'node:worker_threads';
import { ThreadWorker } from 'poolifier';
import { answerWriter } from './answer.ts';
import { examiner } from './examine.ts';
import type { BatchContext } from './task.ts';

/** Lines of a manifest with their numbers, as one message. */
export interface Parcel {
  readonly lines: readonly string[];
  readonly numbers: readonly number[];
}

const { examineLine } = examiner(workerData as BatchContext);

/** What comes of a parcel. */
export interface ParcelAnswer {
  /** For `readAnswer`. */
  readonly results: Uint8Array;
  /** How long the parcel took, in milliseconds. */
  readonly ms: number;
}

const answer = answerWriter();

function examine(parcel?: Parcel): ParcelAnswer {
  const { lines, numbers } = parcel ?? { lines: [], numbers: [] };
  const start = performance.now();
  for (const [at, line] of lines.entries()) answer.add(examineLine(line, numbers[at] ?? 0));
  return { results: answer.take(), ms: performance.now() - start };
}

export default new ThreadWorker(examine);
