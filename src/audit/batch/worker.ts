import { parentPort, workerData } from 'node:worker_threads';
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
export type ThreadAnswer =
  | {
      /** For `readAnswer`. */
      readonly results: Uint8Array;
      /** How long the parcel took, in milliseconds. */
      readonly ms: number;
    }
  /** Nothing that a subject can be blamed for. */
  | { readonly failure: { readonly message: string; readonly code?: string | undefined } };

const at = workerData as Int32Array;
const answer = answerWriter();
let batch: ReturnType<typeof examiner> | undefined;

function examine(parcel: Parcel): ThreadAnswer {
  const start = performance.now();
  const { examineLine } = (batch ??= examiner(parcel.context));
  try {
    for (const [index, line] of parcel.lines.entries()) {
      Atomics.store(at, 0, index);
      answer.add(examineLine(line, parcel.numbers[index] ?? 0));
    }
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    return { failure: { message, code } };
  }
  return { results: answer.take(), ms: performance.now() - start };
}

parentPort?.on('message', (parcel: Parcel) => parentPort?.postMessage(examine(parcel)));
