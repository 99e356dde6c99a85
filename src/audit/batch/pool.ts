import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { FixedThreadPool } from 'poolifier';
import { readAnswer } from './answer.ts';
import type { Examined } from './task.ts';
import type { Parcel, ParcelAnswer } from './worker.ts';

export interface ParcelResult {
  /** In the order of the lines, each read when it is asked for. */
  readonly examined: Iterable<Examined>;
  readonly ms: number;
}

/**
 * How long the pool may take to end its threads by itself, in milliseconds. It waits a second for the word of a thread that
 * was ended, and without end for one that is gone.
 */
const graceMs = 100;

/** Worker threads that examine parcels of the lines of one batch. */
export interface AuditPool {
  /** How many threads there are. */
  readonly jobs: number;
  run(parcel: Parcel): Promise<ParcelResult>;
  /** Ends the threads, whatever they do; those of a pool that was closed are gone already. */
  close(): Promise<void>;
}

/**
 * A pool that hands a parcel to the thread with the fewest. The young generation of a thread's heap is kept small: what
 * an audit leaves behind is short-lived, and would otherwise fill whatever room there is.
 */
export function createPool(script: URL, jobs: number): AuditPool {
  const pool = new FixedThreadPool<Parcel, ParcelAnswer>(jobs, fileURLToPath(script), {
    workerChoiceStrategy: 'LEAST_USED',
    restartWorkerOnError: false,
    workerOptions: { resourceLimits: { maxYoungGenerationSizeMb: 4 } },
  });
  return {
    jobs,
    run: async (parcel) => {
      const { results, ms } = await pool.execute(parcel);
      return { examined: readAnswer(results), ms };
    },
    close: async () => {
      const workers = pool.workerNodes.map(({ worker }) => worker);
      const ended = new AbortController();
      const giveUp = pause(graceMs, undefined, { signal: ended.signal });
      await Promise.race([pool.destroy(), giveUp]).catch(() => undefined);
      ended.abort();
      await Promise.all(workers.map((worker) => worker.terminate?.()));
    },
  };
}
