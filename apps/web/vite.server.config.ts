import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Builds `render-page.tsx` with everything it imports, for the server, which needs nothing else of this package. */
export default defineConfig({
  plugins: [react()],
  publicDir: false,
  define: { 'process.env.NODE_ENV': '"production"' },
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: 'src/render-page.tsx',
    outDir: 'dist/server',
    minify: false,
    rolldownOptions: {
      output: {
        comments: false,
        // Read at every start of the server. A single non-Latin-1 character makes V8 store the whole file as two-byte
        // characters. It stays readable for stack traces.
        minify: {
          compress: false,
          mangle: false,
          codegen: { removeWhitespace: false, asciiOnly: true },
        },
      },
    },
  },
})
