import { createHash } from 'node:crypto'
import { type Core, type CoreOptions, createCore } from './core.ts'

/*
 * A development server loads a module again after each change, and bundlers load one module several times. Each would
 * open connections of its own. So the process keeps one core for a module and a database.
 */

type Kept = { core: Core; options: string }

// On the global object, because this module too may be loaded several times.
const KEY = Symbol.for('latchkey.cores')

function kept(): Map<string, Kept> {
  const global = globalThis as { [KEY]?: Map<string, Kept> }
  global[KEY] ??= new Map()
  return global[KEY]
}

/** The core that is open already, if nothing but the module's text has changed. */
export function coreFor(options: CoreOptions): Core {
  const { module, config } = options
  if (module === undefined) return createCore(options)
  const cores = kept()
  const place = config.databaseUrl ?? config.dataDir
  const name = digest([withoutQuery(module), place, config.databaseSchema])
  const fingerprint = digest([config, options.worker])
  const before = cores.get(name)
  if (before && before.options === fingerprint && !before.core.closed()) {
    before.core.replaceFunctions(config)
    return before.core
  }
  // Its work in hand is finished. Nothing waits for that.
  void before?.core.close().catch((err) => options.log.warn({ event: 'latchkey.not-closed', err }))
  const core = createCore(options)
  cores.set(name, { core, options: fingerprint })
  return core
}

/** Development servers add a query to load a module again. */
function withoutQuery(module: string): string {
  return module.replace(/[?#].*$/, '')
}

/** Options hold secrets, which need not lie in memory twice. Of functions only their places count. */
function digest(value: unknown): string {
  const text = JSON.stringify(value, (_, one) => (typeof one === 'function' ? 'function' : one))
  return createHash('sha256').update(text).digest('base64')
}
