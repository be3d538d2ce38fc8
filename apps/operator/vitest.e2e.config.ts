import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['e2e/**/*.test.ts'],
    // One server and one browser at a time.
    fileParallelism: false,
    // Generous, because other suites may run at the same time.
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
})
