import { type Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import type { Database } from './connection/database.ts'
import * as baseline from './migrations/0001-baseline.ts'
import type { Schema } from './schema.ts'

/** Released migrations are history: add one, never edit one. */
const migrations = { '0001-baseline': baseline }

export const migrationNames: readonly string[] = Object.keys(migrations)

/** Any number, the same in every version: "latchkey" in ASCII would be 64 bits, these are its first 32. */
const MIGRATION_LOCK = 0x6c617463

const UNDEFINED_TABLE = '42P01'

export type MigrationReport = { applied: string[] }

/**
 * Brings the tables to today's shape. Safe to run from several processes at once: one does the work, the others
 * wait for it.
 */
export async function migrate(database: Database): Promise<MigrationReport> {
  if (database.kind === 'embedded') return bringUpToDate(database.kysely)
  // The library has a lock of its own, which does not cover the creation of its tables.
  return database.kysely.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`.execute(connection)
    try {
      return await bringUpToDate(database.kysely)
    } finally {
      await sql`select pg_advisory_unlock(${MIGRATION_LOCK})`.execute(connection)
    }
  })
}

async function bringUpToDate(kysely: Kysely<Schema>): Promise<MigrationReport> {
  const { error, results = [] } = await migrator(kysely).migrateToLatest()
  if (error) throw error
  return { applied: results.filter((r) => r.status === 'Success').map((r) => r.migrationName) }
}

/** Names of the migrations that have not run here yet. Called by every health check, so one statement instead of the library's several. */
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
