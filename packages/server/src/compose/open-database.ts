import { join } from 'node:path'
import { Unavailable } from '@latchkey/core'
import {
  createDeliveryTroubles,
  type Database,
  DatabaseSetupError,
  isConnectTimeout,
  isReadOnly,
  isUpToDate,
  migrate,
  openPostgres,
  refuseOutgrown,
  schemaFit,
} from '@latchkey/db'
import type { DatabaseConfig } from '../config/server-config.ts'
import { SetupError } from '../config/setup-error.ts'
import type { Log } from '../log.ts'

/** Connections a process holds at most, by what it does with them. */
const connections = { web: 8, worker: 6, migration: 3 }

/** Opens the configured database for one role. */
export function openDatabase(
  config: DatabaseConfig,
  role: keyof typeof connections,
  log: Pick<Log, 'warn'>,
): Promise<Database> {
  const { databaseSchema: schema, databaseUrl: url, databaseDirectUrl: directUrl } = config
  if (url === undefined) return openEmbedded(config)
  const way =
    role === 'migration' && directUrl !== undefined
      ? { url: directUrl }
      : { url, pooler: config.databasePooler }
  return Promise.resolve(
    openPostgres({
      ...way,
      schema,
      role,
      maxConnections: connections[role],
      onConnectionLost: (err) => log.warn({ event: 'database.connection-lost', err }),
    }),
  )
}

/** Loaded only here: a whole PostgreSQL in WebAssembly, in a package that those with a server of their own need not install. */
async function openEmbedded(config: DatabaseConfig): Promise<Database> {
  const embedded = await import('@latchkey/db/embedded').catch((cause: unknown) => {
    const isMissing =
      cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND'
    if (!isMissing) throw cause
    throw new SetupError(
      'The embedded database needs the package @electric-sql/pglite, which is not installed: npm install @electric-sql/pglite. Or name a PostgreSQL server.',
    )
  })
  const folder = config.databaseInMemory ? undefined : embeddedFolder(config)
  return embedded.openEmbedded(folder, config.databaseSchema)
}

/** Milliseconds that a start waits for a database that is busy. */
const START_TIMEOUT_MS = 20_000

/**
 * Waits until the database answers. A request gives up on a connection after two seconds; a start on a busy machine
 * tries again. A database that refuses the connection fails at once.
 *
 * @throws Unavailable
 */
export async function reachDatabase(database: Database): Promise<void> {
  const giveUpAt = performance.now() + START_TIMEOUT_MS
  for (;;) {
    try {
      return await database.ping()
    } catch (error) {
      const timedOut = error instanceof Unavailable && isConnectTimeout(error.cause)
      if (!timedOut || performance.now() > giveUpAt) throw error
    }
  }
}

export function embeddedFolder(config: Pick<DatabaseConfig, 'dataDir'>): string {
  return join(config.dataDir, 'database')
}

/**
 * What the database lacks: `database` if it cannot be reached or written, `migrations` that fit, or `accounts` that fit
 * the map.
 */
export async function missingIn(
  database: Database,
  accounts: { missing(): Promise<string[]> },
): Promise<string[]> {
  const [fit, readOnly] = await Promise.all([
    schemaFit(database.kysely),
    isReadOnly(database.kysely),
  ]).catch(() => [undefined, true] as const)
  if (fit === undefined || readOnly) return ['database']
  const fits = fit.pending.length + fit.outgrownBy.length === 0
  return [...(fits ? [] : ['migrations']), ...(await accounts.missing())]
}

/** Whether emails leave, as the workers of all processes last reported it. */
export function mailHealth(database: Database) {
  const troubles = createDeliveryTroubles(database)
  return async () => ((await troubles.current()) ? ('degraded' as const) : ('ok' as const))
}

/**
 * What every process does before it uses the database: migrates it, or refuses to go on if that is left to somebody else.
 *
 * @throws DatabaseSetupError
 */
export async function prepareDatabase(
  config: DatabaseConfig,
  database: Database,
  log: Pick<Log, 'warn'>,
): Promise<void> {
  if (config.migrates !== false) {
    await migrateDatabase(config, database, log)
  } else if (!(await isUpToDate(database))) {
    refuseOutgrown(await schemaFit(database.kysely))
    throw new DatabaseSetupError(
      'The database is not up to date, and MIGRATE is off. Run `latchkey migrate` first, as the role that owns the schema.',
    )
  }
}

/**
 * Migrates the database if it is not up to date. On PostgreSQL over a connection of its own, without the short timeouts
 * of requests, and past a pooler if DATABASE_DIRECT_URL leads there.
 */
export async function migrateDatabase(
  config: DatabaseConfig,
  database: Database,
  log: Pick<Log, 'warn'>,
): Promise<string[]> {
  if (await isUpToDate(database)) return []
  if (database.kind === 'embedded') return (await migrate(database)).applied
  const connection = await openDatabase(config, 'migration', log)
  try {
    const { applied } = await migrate(connection)
    if (config.databaseDirectUrl === undefined || (await isUpToDate(database))) return applied
    throw new DatabaseSetupError(
      'The database of DATABASE_DIRECT_URL is up to date, and the one of DATABASE_URL is not: both must lead to the same database, with the same role.',
    )
  } finally {
    await connection.close()
  }
}
