import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compressAssets } from './vite/compress-assets.ts'
import { gallery } from './vite/gallery.ts'
import { markPure } from './vite/mark-pure.ts'
import { pagesBuild } from './vite/pages-build.ts'

// Only what is used of a library: none of ours has side effects on import.
const treeshake = { moduleSideEffects: (id: string) => id.includes('/web/src/') }

export default defineConfig({
  plugins: [react({ jsxImportSource: '@latchkey/react' }), markPure(), compressAssets(), gallery()],
  build: {
    ...pagesBuild,
    // The server names the files of each page (html-file.ts).
    modulePreload: false,
    rolldownOptions: {
      treeshake,
      output: {
        codeSplitting: {
          // What several pages share is one file, not ten.
          groups: [
            {
              name: 'shared',
              test: /\/web\/src\/|\/@messageformat\/|\/make-plural\/|\/react-router\/|\/(?:wording|react)\/dist\//,
              minShareCount: 2,
            },
          ],
        },
        chunkFileNames: ({ facadeModuleId }) => `assets/${nameOf(facadeModuleId)}-[hash].js`,
      },
    },
  },
  worker: { format: 'es', rolldownOptions: { treeshake } },
  server: { proxy: { '/trpc': 'http://localhost:3000', '/mailbox': 'http://localhost:3000' } },
})

/** All catalogues are called `pages.js`. In the build each has the name of its language. */
function nameOf(module: string | null): string {
  const locale = module?.match(/\/catalogues\/([^/]+)\//)?.[1]
  return locale ? `wording-${locale}` : '[name]'
}
