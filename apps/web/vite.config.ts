import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react()],
  build: {
    // The pages run under a policy without inline script, inline style or data: scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/trpc': 'http://localhost:3000', '/mailbox': 'http://localhost:3000' } },
})
