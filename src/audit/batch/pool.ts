import { fileURLToPath } from 'node:url';
import workerpool from 'workerpool';
import type { BatchContext, Examined } from './task.ts';
import type { Parcel, ParcelAnswer } from './worker.ts';

export interface ParcelResult {
  readonly examined: readonly Examined[];
  readonly ms: number;
}

/** Worker threads that examine parcels of lines. */
export interface AuditPool {
  run(parcel: Parcel): Promise<ParcelResult>;
  /** Ends the threads at once, whatever they do. */
  close(): Promise<void>;
}

export function createPool(script: URL, context: BatchContext, jobs: number): AuditPool {
  const pool = workerpool.pool(fileURLToPath(script), {
    workerType: 'thread',
    minWorkers: jobs,
    maxWorkers: jobs,
    workerThreadOpts: { workerData: context, resourceLimits: { maxYoungGenerationSizeMb: 4 } },
  });
  return {
    run: async (parcel) => {
      const { json, ms } = (await pool.exec('examine', [parcel])) as ParcelAnswer;
      return { examined: JSON.parse(json) as Examined[], ms };
    },
    close: async () => {
      await pool.terminate(true);
    },
  };
}
