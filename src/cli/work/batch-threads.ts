import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { createPool, type AuditPool, type AuditThread } from '../../audit/batch/pool.ts';
import { isJobs, jobsOf } from '../../api/arguments.ts';
import { tellV8 } from './while-busy.ts';

/** Answers of each thread until the hottest functions are compiled. */
const warm = 5;

/** Threads for a batch, running what the build puts beside the command. */
export function startThreads(jobs: number): AuditPool {
  const { threads, close } = createPool(new URL('audit-worker.js', import.meta.url), jobs);
  let answers = 0;
  const counted = ({ run }: AuditThread): AuditThread => ({
    run: async (parcel) => {
      const result = await run(parcel);
      answers += 1;
      if (answers === warm * jobs) void tellV8();
      return result;
    },
  });
  return { threads: threads.map(counted), close };
}

/** A file of fewer bytes holds a small batch, which the calling thread audits alone. */
const leastBytes = 4096;

/** What cannot be looked at is refused by who reads it. */
function isLong(path: string): boolean {
  try {
    const stats = statSync(path);
    return stats.isFile() && stats.size >= leastBytes;
  } catch {
    return false;
  }
}

function valueOf(argv: readonly string[], option: string): string | undefined {
  const at = argv.indexOf(option);
  if (at >= 0) return argv[at + 1];
  return argv.find((word) => word.startsWith(`${option}=`))?.slice(option.length + 1);
}

/**
 * Threads for the batch that a command line seems to ask for, started before it is read in earnest: they take as long to
 * start as that does. Undefined where it asks for none, or will be refused.
 */
export function threadsFor(argv: readonly string[]): AuditPool | undefined {
  const manifest = valueOf(argv, '--manifest');
  if (manifest === undefined || !isLong(manifest)) return undefined;
  const given = valueOf(argv, '--jobs');
  const jobs = given === undefined ? jobsOf(undefined, availableParallelism()) : Number(given);
  return isJobs(jobs) ? startThreads(jobs) : undefined;
}
