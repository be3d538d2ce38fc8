#!/usr/bin/env node
// Plain JavaScript, so that an old Node can run it and print the reason.
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
 * Keeps compiled code for the next start, in the folder of the program, which is no less protected. If the folder is
 * read-only, as in many containers, nothing is kept. The environment variable is for the worker's thread.
 */
async function keepCompiled() {
  const { enableCompileCache } = await import('node:module')
  process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../dist/compiled', import.meta.url))
  enableCompileCache()
}

/** @param {string} sentence */
function end(sentence) {
  const isService =
    process.env.NODE_ENV === 'production' && /^(start|worker)$/.test(process.argv[2])
  const line = {
    level: 60,
    time: new Date().toISOString(),
    event: 'service.failed',
    message: sentence,
  }
  console.error(isService ? JSON.stringify(line) : sentence)
  process.exit(1)
}
