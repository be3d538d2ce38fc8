import { join } from 'node:path'
import {
  createDeliveryTroubles,
  type Database,
  isUpToDate,
  migrate,
  openEmbedded,
  openPostgres,
  pendingMigrations,
} from '@latchkey/db'
import type { Config } from '../config/config.ts'
import type { Logger } from '../log.ts'

/** Connections a process holds at most, by what it does with them. */
const connections = { web: 8, worker: 6, migration: 3 }

/** Opens the configured database for one role. */
export function openDatabase(
  config: Config,
  role: keyof typeof connections,
  log: Logger,
): Promise<Database> {
  if (config.databaseUrl === undefined) return openEmbedded(embeddedFolder(config))
  return Promise.resolve(
    openPostgres({
      url: config.databaseUrl,
      role,
      maxConnections: connections[role],
      onConnectionLost: (err) => log.warn({ event: 'database.connection-lost', err }),
    }),
  )
}

export function embeddedFolder(config: Config): string {
  return join(config.dataDir, 'database')
}

/** What the database lacks: `database` if it cannot be reached, or `migrations`. */
export async function missingIn(database: Database): Promise<string[]> {
  const pending = await pendingMigrations(database.kysely).catch(() => undefined)
  if (pending === undefined) return ['database']
  return pending.length > 0 ? ['migrations'] : []
}

/** Whether emails leave, as the workers of all processes last reported it. */
export function mailHealth(database: Database) {
  const troubles = createDeliveryTroubles(database)
  return async () => ((await troubles.current()) ? ('degraded' as const) : ('ok' as const))
}

/**
 * Migrates the schema if it is not up to date. On PostgreSQL over a connection of its own, without the short timeouts of
 * requests.
 */
export async function migrateDatabase(
  config: Config,
  database: Database,
  log: Logger,
): Promise<string[]> {
  if (await isUpToDate(database)) return []
  if (database.kind === 'embedded') return (await migrate(database)).applied
  const connection = await openDatabase(config, 'migration', log)
  try {
    return (await migrate(connection)).applied
  } finally {
    await connection.close()
  }
}
