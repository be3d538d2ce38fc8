import { rmSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { fileURLToPath } from 'node:url'
import { type Plugin, rolldown } from 'rolldown'

/*
 * The server and its worker, with what they import, in a few files: finding and compiling a thousand small ones took
 * most of a start. docs/decisions/0032 and 0033 say what that is worth. Readable, because stack traces name it.
 */

const folder = fileURLToPath(new URL('../dist', import.meta.url))

// These hold native binaries or read files beside themselves, so they stay in node_modules.
const external = [/^@node-rs\//, 'argon2', /^@electric-sql\/pglite/, 'pg-native', 'pg-cloudflare']

/**
 * Node's own modules, asked for as `require` would. An `import` reads every name of one, and there are whole libraries
 * behind names that nobody uses: a fetch behind `node:http`, a Web Crypto behind `node:crypto`.
 */
const nodeAsItIs: Plugin = {
  name: 'node-as-it-is',
  // All but the one that the bundle's first lines are about.
  resolveId: (id) => (isBuiltin(id) && !/^(node:)?module$/.test(id) ? `\0${id}` : undefined),
  load(id) {
    const name = id.slice(1)
    if (id !== `\0${name}` || !isBuiltin(name)) return undefined
    return { code: `module.exports = process.getBuiltinModule('${name}')`, moduleType: 'js' }
  },
}

rmSync(folder, { recursive: true, force: true })
const bundle = await rolldown({
  input: { main: 'src/main.ts', worker: 'src/start/worker-program.ts' },
  platform: 'node',
  external,
  plugins: [nodeAsItIs],
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
