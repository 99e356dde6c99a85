// @ts-check
// What was expected and what came; and work in as many lanes as there are processors.
import { availableParallelism } from 'node:os';

/** @typedef {(name: string, run: () => Promise<string | undefined>) => Promise<void>} Expectation */

/** Counts what passed and what failed, by kind: `of(kind)` gives the expectation that counts there. */
export function tally() {
  /** @type {Map<string, { passed: number, failed: number }>} */
  const kinds = new Map();
  /** @param {string} kind @returns {Expectation} whose `run` says what is wrong, or nothing */
  const of = (kind) => {
    const counts = kinds.get(kind) ?? { passed: 0, failed: 0 };
    kinds.set(kind, counts);
    return async (name, run) => {
      const why = await run().catch((/** @type {unknown} */ error) => String(error));
      if (why === undefined) counts.passed += 1;
      else {
        counts.failed += 1;
        console.log(`FAIL ${name}: ${why}`);
      }
    };
  };
  return { kinds, of };
}

/** @param {readonly (() => Promise<void>)[]} jobs */
export async function sideBySide(jobs) {
  const queue = [...jobs];
  const lane = async () => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) await job();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
}
