import { ThreadWorker } from 'poolifier';
import { answerWriter } from './answer.ts';
import { examiner } from './examine.ts';
import type { BatchContext } from './task.ts';

/** Lines of a manifest with their numbers, as one message. Its context is that of every parcel of the batch. */
export interface Parcel {
  readonly context: BatchContext;
  readonly lines: readonly string[];
  readonly numbers: readonly number[];
}

/** What comes of a parcel. */
export interface ParcelAnswer {
  /** For `readAnswer`. */
  readonly results: Uint8Array;
  /** How long the parcel took, in milliseconds. */
  readonly ms: number;
}

const answer = answerWriter();
let batch: ReturnType<typeof examiner> | undefined;

function examine(parcel?: Parcel): ParcelAnswer {
  const start = performance.now();
  if (parcel !== undefined) {
    const { examineLine } = (batch ??= examiner(parcel.context));
    for (const [at, line] of parcel.lines.entries()) answer.add(examineLine(line, parcel.numbers[at] ?? 0));
  }
  return { results: answer.take(), ms: performance.now() - start };
}

export default new ThreadWorker(examine);
