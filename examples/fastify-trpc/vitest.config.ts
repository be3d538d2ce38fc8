import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Each test opens a database of its own.
  test: { testTimeout: 30_000 },
})
