import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { bounds, fromSource } from '../../vitest.shared.ts'

const oldest = fileURLToPath(new URL('../react-18/node_modules', import.meta.url))
const names = ['react', 'react-dom', '@testing-library/react']

export default defineConfig({
  ...fromSource,
  oxc: { jsx: { runtime: 'automatic', importSource: '@latchkey/react' } },
  test: {
    ...bounds,
    include: ['src/**/*.test.{ts,tsx}'],
    environment: 'jsdom',
    environmentOptions: { jsdom: { url: 'http://localhost:3000/' } },
    setupFiles: ['src/testing/setup.ts'],
    restoreMocks: true,
    projects: [
      { extends: true, test: { name: 'react-19' } },
      {
        extends: true,
        // The same parts with the oldest React that they work with.
        resolve: {
          alias: names.map((name) => ({
            find: RegExp(`^${name}(?=/|$)`),
            replacement: `${oldest}/${name}`,
          })),
        },
        test: { name: 'react-18' },
      },
    ],
  },
})
