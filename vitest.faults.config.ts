import { defineConfig } from 'vitest/config';

/** Faults injected into the built command, each for real. Two files at once: most of the time is waiting. */
export default defineConfig({
  test: {
    include: ['test/faults/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
