import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// Faults take their time: make test-faults.
const faults = 'test/faults/**';
/** These exchange modules for others, so each has a process of its own. The rest share one a core: half the time. */
const alone = ['test/audit/words.test.ts', 'test/crypto/one-verdict.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Unless told so, vitest leaves one core idle: on two cores that doubles the time.
    maxWorkers: availableParallelism(),
    projects: [
      { extends: true, test: { name: 'alone', include: alone } },
      {
        extends: true,
        test: {
          name: 'together',
          include: ['test/**/*.test.ts'],
          exclude: [faults, ...alone],
          isolate: false,
        },
      },
    ],
  },
});
