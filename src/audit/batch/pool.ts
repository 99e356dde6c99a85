import { Worker, type ResourceLimits } from 'node:worker_threads';
import { KmsKeywrapError } from '../../errors.ts';
import { readAnswer } from './answer.ts';
import type { Examined } from './task.ts';
import type { Parcel, ThreadAnswer } from './worker.ts';

export interface ParcelResult {
  /** In the order of the lines, each read when it is asked for. */
  readonly examined: Iterable<Examined>;
  readonly ms: number;
}

/** A worker thread. It has one parcel at a time. */
export interface AuditThread {
  /** Rejects when the thread fails, ends, or does not get on. */
  readonly run: (parcel: Parcel) => Promise<ParcelResult>;
}

/** Worker threads that examine parcels of the lines of one batch. */
export interface AuditPool {
  readonly threads: readonly AuditThread[];
  /** Ends the threads, whatever they do: a parcel that one of them has is rejected. */
  readonly close: () => Promise<void>;
}

/** Milliseconds that a thread may take for one line, and no more than twice as many. The slowest known takes a second. */
const longestLine = 120_000;

/** What a thread answers for, and to which caller. */
interface Turn {
  readonly parcel: Parcel;
  readonly resolve: (result: ParcelResult) => void;
  readonly reject: (error: Error) => void;
}

/** What a thread threw, with the code of the system where it has one. */
const thrown = ({ message, code }: { message: string; code?: string | undefined }) =>
  Object.assign(new Error(message), code === undefined ? {} : { code });

const outOfMemory = (error: NodeJS.ErrnoException) =>
  error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? new KmsKeywrapError('ERR_ENVIRONMENT', 'a thread of the batch ran out of memory', { cause: error })
    : error;

const ended = (status: number) =>
  new KmsKeywrapError(
    'ERR_ENVIRONMENT',
    `a thread of the batch ended with status ${status} before its work was done`,
    {
      hint: 'this machine may be short of memory: try a smaller --jobs',
    },
  );

const stuck = (line: number | undefined, patience: number) =>
  new KmsKeywrapError(
    'ERR_INTERNAL',
    `line ${line} of the batch was not audited within ${patience / 1000} s`,
    {
      hint: 'this is a bug in kms-keywrap: audit that line alone with --verbose, and report it',
    },
  );

/**
 * The young generation of a thread's heap is kept small: what an audit leaves after is short-lived, and would otherwise fill
 * whatever room there is.
 */
const usualLimits: ResourceLimits = { maxYoungGenerationSizeMb: 4 };

interface PoolOptions {
  /** Milliseconds that a thread may take for one line. */
  readonly patience?: number;
  readonly resourceLimits?: ResourceLimits;
}

function startThread(script: URL, { patience = longestLine, resourceLimits = usualLimits }: PoolOptions) {
  /** Index of the line that the thread is at; written by it. */
  const at = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const worker = new Worker(script, { resourceLimits, workerData: at });
  let turn: Turn | undefined;
  let failure: Error | undefined;
  let seen = -1;
  const fail = (error: Error) => {
    failure ??= error;
    turn?.reject(failure);
    turn = undefined;
  };
  const watch = setInterval(() => {
    const now = Atomics.load(at, 0);
    if (turn !== undefined && now === seen) fail(stuck(turn.parcel.numbers[now], patience));
    seen = now;
  }, patience).unref();

  worker.on('message', (answer: ThreadAnswer) => {
    if ('failure' in answer) return fail(thrown(answer.failure));
    turn?.resolve({ examined: readAnswer(answer.results), ms: answer.ms });
    turn = undefined;
  });
  worker.on('messageerror', fail);
  worker.on('error', (error) => fail(outOfMemory(error)));
  worker.on('exit', (status) => {
    clearInterval(watch);
    fail(ended(status));
  });
  return {
    run: (parcel: Parcel) =>
      new Promise<ParcelResult>((resolve, reject) => {
        if (failure !== undefined) return reject(failure);
        turn = { parcel, resolve, reject };
        seen = -1;
        worker.postMessage(parcel);
      }),
    end: () => worker.terminate(),
  };
}

/** Starts threads that run a script: `worker.ts`, as it was built. */
export function createPool(script: URL, jobs: number, options: PoolOptions = {}): AuditPool {
  const threads = Array.from({ length: jobs }, () => startThread(script, options));
  return {
    threads,
    close: async () => void (await Promise.all(threads.map((thread) => thread.end()))),
  };
}
