import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compressAssets } from './vite/compress-assets.ts'
import { nativeLightDark } from './vite/css-target.ts'
import { gallery } from './vite/gallery.ts'
import { markPure } from './vite/mark-pure.ts'

// Only what is used of a library: none of ours has side effects on import.
const treeshake = { moduleSideEffects: (id: string) => id.includes('/web/src/') }

export default defineConfig({
  plugins: [react({ jsxImportSource: '@latchkey/react' }), markPure(), compressAssets(), gallery()],
  build: {
    // The promised browsers: docs/browsers.md. e2e/altered-pages.test.ts runs without what the oldest of them lack.
    target: ['chrome111', 'edge111', 'firefox114', 'safari16.4'],
    // The content security policy allows no inline script, inline style or data: script.
    assetsInlineLimit: 0,
    // Where light-dark() need not be replaced. tokens.css has plain colours for older browsers.
    cssTarget: nativeLightDark,
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
