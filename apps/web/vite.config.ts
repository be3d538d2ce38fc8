import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compressed } from './vite/compressed.ts'
import { gallery } from './vite/gallery.ts'

export default defineConfig({
  plugins: [react(), compressed(), gallery()],
  build: {
    // The pages run under a policy without inline script, inline style or data: scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // Of a library only what is used: none of ours does anything just by being imported.
      treeshake: { moduleSideEffects: (id) => id.includes('/web/src/') },
      output: {
        codeSplitting: {
          // What several pages share comes in one file, not in ten.
          groups: [
            {
              name: 'shared',
              test: /\/web\/src\/|\/@messageformat\/|\/wording\/dist\//,
              minShareCount: 2,
            },
          ],
        },
        chunkFileNames: ({ facadeModuleId }) => `assets/${nameOf(facadeModuleId)}-[hash].js`,
      },
    },
  },
  worker: { format: 'es' },
  server: { proxy: { '/trpc': 'http://localhost:3000', '/mailbox': 'http://localhost:3000' } },
})

/** Catalogues are all called `pages.js`; in the build each has the name of its language. */
function nameOf(module: string | null): string {
  const locale = module?.match(/\/catalogues\/([^/]+)\//)?.[1]
  return locale ? `wording-${locale}` : '[name]'
}
