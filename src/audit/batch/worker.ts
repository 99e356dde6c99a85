import { workerData } from 'node:worker_threads';
import workerpool from 'workerpool';
import { examiner } from './examine.ts';
import type { BatchContext, Examined } from './task.ts';

/** Lines of a manifest with their numbers, as one message. */
export interface Parcel {
  readonly lines: readonly string[];
  readonly numbers: readonly number[];
}

const { examineLine } = examiner(workerData as BatchContext);

/** What comes of a parcel. The results are JSON: one string crosses between threads faster than many small objects. */
export interface ParcelAnswer {
  /** `Examined[]` */
  readonly json: string;
  /** How long the parcel took, in milliseconds. */
  readonly ms: number;
}

function examine({ lines, numbers }: Parcel): ParcelAnswer {
  const start = performance.now();
  const examined: readonly Examined[] = lines.map((line, at) => examineLine(line, numbers[at] ?? 0));
  return { json: JSON.stringify(examined), ms: performance.now() - start };
}

workerpool.worker({ examine });
