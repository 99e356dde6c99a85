import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Faults take their time: make test-faults.
    exclude: ['test/faults/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Unless told so, vitest leaves one core idle: on two cores that doubles the time.
    maxWorkers: availableParallelism(),
  },
});
