import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['e2e/**/*.test.ts'],
    // One testbed, one demo account: journeys take turns.
    fileParallelism: false,
    // Generous: the other suites may have the machine at the same time.
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
})
