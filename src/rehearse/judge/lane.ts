import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Question, Verdict } from './thread.ts';

/** One thread that answers one question after another. */
export interface Lane {
  /** Undefined when the thread was ended because it took too long. @throws what the thread threw */
  readonly ask: (question: Question) => Promise<Verdict | undefined>;
  /** Questions that are asked and not answered. */
  readonly waiting: () => number;
  readonly close: () => Promise<void>;
}

/** Asks a thread once. It is ended where it does not answer in time. */
async function answerOf(worker: Worker, question: Question, budgetMs: number): Promise<Verdict | undefined> {
  // Each listener goes by its name: node keeps some of its own on a worker.
  const listening = new AbortController();
  const { signal } = listening;
  const overdue = pause(budgetMs, undefined, { signal, ref: false });
  try {
    const answer = once(worker, 'message', { signal }) as Promise<[Verdict]>;
    const ended = once(worker, 'exit', { signal }).then(([status]) => {
      throw new Error(`the thread ended with status ${status}`);
    });
    worker.postMessage({ ...question });
    const first = await Promise.race([answer, ended, overdue]);
    if (first !== undefined) return first[0];
    void worker.terminate();
    return undefined;
  } finally {
    listening.abort();
  }
}

/**
 * A thread that is started when it is first needed, and again after it was ended. It does not keep the process alive.
 * @param script `thread.ts`, as it was built
 */
export function createLane(script: URL, budgetMs: number): Lane {
  let worker: Worker | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  const start = () => {
    const started = new Worker(script);
    started.unref();
    // Whoever waits hears of it too.
    started.on('error', () => undefined);
    started.once('exit', () => {
      if (worker === started) worker = undefined;
    });
    return started;
  };
  const ask = async (question: Question) => {
    worker ??= start();
    try {
      const verdict = await answerOf(worker, question, budgetMs);
      if (verdict === undefined) worker = undefined;
      return verdict;
    } catch (error) {
      worker = undefined;
      throw error;
    }
  };
  return {
    waiting: () => waiting,
    ask: async (question) => {
      waiting += 1;
      const answer = turn.then(() => ask(question)).finally(() => (waiting -= 1));
      turn = answer.catch(() => undefined);
      return await answer;
    },
    close: async () => void (await worker?.terminate()),
  };
}
