import { defineConfig } from 'vitest/config'
import { bounds, fromSource } from '../../vitest.shared.ts'

export default defineConfig({
  ...fromSource,
  test: {
    ...bounds,
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // Each file mostly waits for its own servers.
    maxWorkers: 2,
  },
})
