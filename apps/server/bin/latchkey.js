#!/usr/bin/env node
// Plain JavaScript that an old Node can read, to say so.
import { existsSync } from 'node:fs'

const major = Number(process.versions.node.split('.')[0])
const program = new URL('../dist/main.js', import.meta.url)
if (major < 24) {
  end(`Latchkey needs Node 24; this is ${process.version}. pnpm brings it: npx -y pnpm@12 latchkey`)
}
if (!existsSync(program)) end('Latchkey is not built yet. Run: npx -y pnpm@12 build')
await import(program.href)

function end(sentence) {
  console.error(sentence)
  process.exit(1)
}
