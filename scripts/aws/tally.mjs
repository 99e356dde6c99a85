// @ts-check
// What was expected and what came; and work in as many lanes as there are processors.
import { availableParallelism } from 'node:os';

/** @typedef {(name: string, run: () => Promise<string | undefined>) => Promise<void>} Expectation */

export function tally() {
  const counts = { passed: 0, failed: 0 };
  /** @type {Expectation} `run` says what is wrong, or nothing */
  const expectation = async (name, run) => {
    const why = await run().catch((/** @type {unknown} */ error) => String(error));
    if (why === undefined) counts.passed += 1;
    else {
      counts.failed += 1;
      console.log(`FAIL ${name}: ${why}`);
    }
  };
  return { counts, expectation };
}

/** @param {readonly (() => Promise<void>)[]} jobs */
export async function sideBySide(jobs) {
  const queue = [...jobs];
  const lane = async () => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) await job();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
}
