import { defineConfig } from 'vitest/config'
import { bounds, fromSource } from '../../vitest.shared.ts'

export default defineConfig({
  ...fromSource,
  test: { ...bounds, include: ['src/**/*.test.ts'] },
})
