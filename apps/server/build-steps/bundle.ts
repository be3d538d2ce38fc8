import { copyFileSync, rmSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { commonPasswordsFile } from '@latchkey/server/parts'
import { type Plugin, rolldown } from 'rolldown'

/*
 * Bundles the server, its worker and their imports into a few files, because finding and compiling a thousand small files
 * took most of the start-up time (decisions 32 and 33). The bundle stays readable for stack traces.
 */

const folder = fileURLToPath(new URL('../dist', import.meta.url))

// These hold native binaries or read files beside themselves, so they stay in node_modules.
const external = [/^@node-rs\//, 'argon2', /^@electric-sql\/pglite/, 'pg-native', 'pg-cloudflare']

/**
 * Loads Node's own modules as `require` does. An `import` reads every export of a module, and some exports load whole
 * libraries that are not used: fetch in `node:http`, Web Crypto in `node:crypto`.
 */
const lazyBuiltins: Plugin = {
  name: 'lazy-builtins',
  // All except `module`, which the first lines of the bundle import.
  resolveId: (id) => (isBuiltin(id) && !/^(node:)?module$/.test(id) ? `\0${id}` : undefined),
  load(id) {
    const name = id.slice(1)
    if (id !== `\0${name}` || !isBuiltin(name)) return undefined
    return { code: `module.exports = process.getBuiltinModule('${name}')`, moduleType: 'js' }
  },
}

rmSync(folder, { recursive: true, force: true })
const bundle = await rolldown({
  input: { main: 'src/main.ts', worker: 'src/start/thread-program.ts' },
  platform: 'node',
  external,
  plugins: [lazyBuiltins],
  resolve: { conditionNames: ['latchkey-source', 'node'] },
  onLog(level, log, report) {
    // Without this, a missing source file would fail at run time only.
    if (log.code === 'UNRESOLVED_IMPORT') throw new Error(log.message)
    if (level === 'warn' && log.code !== 'EVAL') report(level, log)
  },
})
const { output } = await bundle.write({
  dir: folder,
  format: 'esm',
  sourcemap: true,
  comments: false,
  // A single non-Latin-1 character makes V8 store the whole file as two-byte characters, which takes longer to read.
  minify: {
    compress: false,
    mangle: false,
    codegen: { removeWhitespace: false, asciiOnly: true },
  },
})
await bundle.close()
for (const file of output) {
  // Tagged templates and regular expressions keep their characters as they are written.
  const line =
    file.type === 'chunk' && file.code.split('\n').find((text) => /[^\0-\xff]/.test(text))
  if (line) throw new Error(`Write these characters as escapes or HTML entities: ${line.trim()}`)
}
// A bundled part looks for its list beside the bundle.
copyFileSync(commonPasswordsFile, join(folder, basename(commonPasswordsFile)))
