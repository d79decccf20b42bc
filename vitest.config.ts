import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two cores: more workers would only starve the servers that the tests start.
    maxWorkers: 2,
    allowOnly: false,
  },
});
