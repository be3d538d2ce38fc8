import { type Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import type { Database } from './connection/database.ts'
import * as recovery from './migrations/0001-recovery.ts'
import * as limits from './migrations/0002-limits.ts'
import * as delivery from './migrations/0003-delivery.ts'
import * as notMe from './migrations/0004-not-me.ts'
import { installQueue } from './queue/queue.ts'
import type { Schema } from './schema.ts'

/** Released migrations are history: add one, never edit one. */
const migrations = {
  '0001-recovery': recovery,
  '0002-limits': limits,
  '0003-delivery': delivery,
  '0004-not-me': notMe,
}

export const migrationNames: readonly string[] = Object.keys(migrations)

/** Any number, the same in every version: "latchkey" in ASCII would be 64 bits, these are its first 32. */
const MIGRATION_LOCK = 0x6c617463

const UNDEFINED_TABLE = '42P01'

export type MigrationReport = { applied: string[] }

/**
 * Brings the tables and the queue to today's shape. Safe to run from several processes at once: one does the
 * work, the others wait for it.
 */
export async function migrate(database: Database): Promise<MigrationReport> {
  if (database.kind === 'embedded') return bringUpToDate(database)
  // One lock around both: each library has a lock of its own, and neither covers creating its schema.
  return database.kysely.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`.execute(connection)
    try {
      return await bringUpToDate(database)
    } finally {
      await sql`select pg_advisory_unlock(${MIGRATION_LOCK})`.execute(connection)
    }
  })
}

async function bringUpToDate(database: Database): Promise<MigrationReport> {
  const { error, results = [] } = await migrator(database.kysely).migrateToLatest()
  if (error) throw error
  await installQueue(database)
  return { applied: results.filter((r) => r.status === 'Success').map((r) => r.migrationName) }
}

/** Names of the migrations that have not run here yet. Asked at every look at the health: the library asks for more. */
export async function pendingMigrations(kysely: Kysely<Schema>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`
    .execute(kysely)
    .catch((error) => {
      if (error.code === UNDEFINED_TABLE) return { rows: [] }
      throw error
    })
  const ran = new Set(rows.map(({ name }) => name))
  return migrationNames.filter((name) => !ran.has(name))
}

function migrator(kysely: Kysely<Schema>): Migrator {
  return new Migrator({ db: kysely, provider: { getMigrations: async () => migrations } })
}
