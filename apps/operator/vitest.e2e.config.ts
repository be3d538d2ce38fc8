import { defineConfig } from 'vitest/config'
import { bounds } from '../../vitest.shared.ts'

export default defineConfig({
  test: {
    ...bounds,
    include: ['e2e/**/*.test.ts'],
    // One server and one browser at a time.
    fileParallelism: false,
  },
})
