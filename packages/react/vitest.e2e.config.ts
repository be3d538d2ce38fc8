import { defineConfig } from 'vitest/config'
import { bounds } from '../../vitest.shared.ts'

export default defineConfig({
  test: {
    ...bounds,
    include: ['e2e/**/*.test.ts'],
    fileParallelism: false,
  },
})
