import { defineConfig } from 'vitest/config'

/** Tests run our packages from their sources, so that no build has to come first. */
const conditions = ['latchkey-source', 'node', 'import', 'module', 'default']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
})
