import { workerData } from 'node:worker_threads';
import { ThreadWorker } from 'poolifier';
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
  /** `Examined`, one a line. */
  readonly json: string;
  /** How long the parcel took, in milliseconds. */
  readonly ms: number;
}

function examine(parcel?: Parcel): ParcelAnswer {
  const { lines, numbers } = parcel ?? { lines: [], numbers: [] };
  const start = performance.now();
  const json = lines.map((line, at) => {
    const examined: Examined = examineLine(line, numbers[at] ?? 0);
    return JSON.stringify(examined);
  });
  return { json: json.join('\n'), ms: performance.now() - start };
}

export default new ThreadWorker(examine);
