import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

/*
 * The server and its worker, with what they import, in a few files: finding and compiling a thousand small ones took
 * most of a start. docs/decisions/0032 says what that is worth. Readable, because stack traces name it.
 */

const folder = fileURLToPath(new URL('../dist', import.meta.url))

// Made for one machine, or reading files beside themselves: found in node_modules as ever.
const external = [/^@node-rs\//, /^@electric-sql\/pglite/, 'pg-native', 'pg-cloudflare']

rmSync(folder, { recursive: true, force: true })
const bundle = await rolldown({
  input: { main: 'src/main.ts', worker: 'src/worker.ts' },
  platform: 'node',
  external,
  resolve: { conditionNames: ['latchkey-source', 'node'] },
  onLog(level, log, report) {
    // A source of ours that cannot be found would end in a program that fails when it is run.
    if (log.code === 'UNRESOLVED_IMPORT') throw new Error(log.message)
    if (level === 'warn' && log.code !== 'EVAL') report(level, log)
  },
})
await bundle.write({
  dir: folder,
  format: 'esm',
  sourcemap: true,
  comments: false,
  // One letter of another alphabet, and V8 keeps the whole file with two bytes for each.
  minify: {
    compress: false,
    mangle: false,
    codegen: { removeWhitespace: false, asciiOnly: true },
  },
})
await bundle.close()
