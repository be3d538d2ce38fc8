import { defineConfig } from 'vitest/config'
import { fromSource } from '../../vitest.shared.ts'

export default defineConfig({
  ...fromSource,
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // Each file mostly waits for its own database.
    maxWorkers: 2,
    // Generous bounds against hanging: servers and databases start inside.
    testTimeout: 180_000,
    hookTimeout: 60_000,
  },
})
