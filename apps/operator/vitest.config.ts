import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { bounds, fromSource } from '../../vitest.shared.ts'

export default defineConfig({
  ...fromSource,
  plugins: [react({ jsxImportSource: '@latchkey/react' })],
  test: {
    ...bounds,
    include: ['src/**/*.test.{ts,tsx}'],
    environment: 'jsdom',
    environmentOptions: { jsdom: { url: 'http://localhost:3001/' } },
    setupFiles: ['src/testing/setup.ts'],
    restoreMocks: true,
  },
})
