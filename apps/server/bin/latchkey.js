#!/usr/bin/env node
// Plain JavaScript that an old Node can read, to say so.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const major = Number(process.versions.node.split('.')[0])
const program = new URL('../dist/main.js', import.meta.url)
if (major < 24) {
  end(`Latchkey needs Node 24; this is ${process.version}. pnpm brings it: npx -y pnpm@12 latchkey`)
}
if (!existsSync(program)) end('Latchkey is not built yet. Run: npx -y pnpm@12 build')
await keepCompiled()
await import(program.href)

/**
 * What Node compiles is kept for the next start, beside the program: who may write there may change the program too.
 * Where nobody may, as in a read-only container, starts do without. The variable is for the worker's thread.
 */
async function keepCompiled() {
  const { enableCompileCache } = await import('node:module')
  process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../dist/compiled', import.meta.url))
  enableCompileCache()
}

function end(sentence) {
  console.error(sentence)
  process.exit(1)
}
