import { fileURLToPath } from 'node:url';
import { FixedThreadPool } from 'poolifier';
import type { BatchContext, Examined } from './task.ts';
import type { Parcel, ParcelAnswer } from './worker.ts';

export interface ParcelResult {
  /** In the order of the lines, each read when it is asked for. */
  readonly examined: Iterable<Examined>;
  readonly ms: number;
}

/** Worker threads that examine parcels of lines. */
export interface AuditPool {
  run(parcel: Parcel): Promise<ParcelResult>;
  /** Ends the threads at once, whatever they do. */
  close(): Promise<void>;
}

/**
 * A pool that hands a parcel to the thread with the fewest. The young generation of a thread's heap is kept small: what
 * an audit leaves behind is short-lived, and would otherwise fill whatever room there is.
 */
export function createPool(script: URL, context: BatchContext, jobs: number): AuditPool {
  const pool = new FixedThreadPool<Parcel, ParcelAnswer>(jobs, fileURLToPath(script), {
    workerChoiceStrategy: 'LEAST_USED',
    restartWorkerOnError: false,
    workerOptions: { workerData: context, resourceLimits: { maxYoungGenerationSizeMb: 2 } },
  });
  return {
    run: async (parcel) => {
      const { json, ms } = await pool.execute(parcel);
      return { examined: parsed(json), ms };
    },
    close: async () => {
      const workers = pool.workerNodes.map(({ worker }) => worker);
      // The pool's own ending waits without end for a thread that has not come up yet.
      pool.destroy().catch(() => undefined);
      await Promise.all(workers.map((worker) => worker.terminate?.()));
    },
  };
}

function* parsed(json: string): Generator<Examined> {
  for (const line of json.split('\n')) yield JSON.parse(line) as Examined;
}
