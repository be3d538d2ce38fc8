import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compressAssets } from '../web/vite/compress-assets.ts'
import { markPure } from '../web/vite/mark-pure.ts'
import { pagesBuild } from '../web/vite/pages-build.ts'

// Only what is used of a library: none of ours has side effects on import.
const treeshake = { moduleSideEffects: (id: string) => id.includes('/operator/src/') }

export default defineConfig({
  plugins: [react({ jsxImportSource: '@latchkey/react' }), markPure(), compressAssets()],
  publicDir: '../web/public',
  build: {
    ...pagesBuild,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      treeshake,
      output: {
        chunkFileNames: ({ facadeModuleId }) => `assets/${nameOf(facadeModuleId)}-[hash].js`,
      },
    },
  },
  server: { proxy: { '/trpc': 'http://localhost:3001' } },
})

/** The catalogues have the same two names in every language. In the build each has its language, too. */
function nameOf(module: string | null): string {
  const [, locale, name] = module?.match(/\/catalogues\/([^/]+)\/(\w+)\./) ?? []
  return locale ? `${name}-${locale}` : '[name]'
}
