import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compressed } from './vite/compressed.ts'

export default defineConfig({
  plugins: [react(), compressed()],
  build: {
    // The pages run under a policy without inline script, inline style or data: scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // Of a library only what is used: none of ours does anything just by being imported.
      treeshake: { moduleSideEffects: (id) => !id.includes('/node_modules/') },
      output: {
        // What several pages share comes in one file, not in ten.
        codeSplitting: { groups: [{ name: 'shared', test: /\/web\/src\//, minShareCount: 2 }] },
      },
    },
  },
  server: { proxy: { '/trpc': 'http://localhost:3000', '/mailbox': 'http://localhost:3000' } },
})
