import { type Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { appliedMigrations, migrationsThatRan } from './applied-migrations.ts'
import { advisoryLock } from './connection/advisory-lock.ts'
import type { Database } from './connection/database.ts'
import { makeOwnSchema, ownSchemaProblem } from './connection/own-schema.ts'
import { DatabaseSetupError } from './connection/setup-error.ts'
import * as baseline from './migrations/0001-baseline.ts'
import * as webhooks from './migrations/0002-webhooks.ts'
import * as suppression from './migrations/0003-suppression.ts'
import * as campaigns from './migrations/0004-campaigns.ts'
import type { Schema } from './schema.ts'

/** Released migrations are history: add one, never edit one. */
const migrations = {
  '0001-baseline': baseline,
  '0002-webhooks': webhooks,
  '0003-suppression': suppression,
  '0004-campaigns': campaigns,
}

export const migrationNames: readonly string[] = Object.keys(migrations)

const NEEDS_DIRECT_URL =
  'The database is not up to date, and a migration needs a connection of its own: it holds a lock from its first ' +
  'statement to its last. DATABASE_URL leads through a connection pooler in transaction mode, which has none to give. ' +
  'Set DATABASE_DIRECT_URL to the address of PostgreSQL itself, with the same role and the same database.'

/** The names of the migrations that were applied, in order. */
export type MigrationReport = { applied: string[] }

/**
 * Brings the tables to today's shape. Safe to run from several processes at once: one does the work, the others
 * wait for it.
 */
export async function migrate(database: Database): Promise<MigrationReport> {
  if (database.kind === 'embedded') return bringUpToDate(database)
  if ((await database.pooler()) === 'transaction') throw new DatabaseSetupError(NEEDS_DIRECT_URL)
  const lock = advisoryLock('migration', database.schema)
  // The library has a lock of its own, which does not cover the creation of its tables.
  return database.kysely.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${lock})`.execute(connection)
    try {
      return await bringUpToDate(database)
    } finally {
      await sql`select pg_advisory_unlock(${lock})`.execute(connection)
    }
  })
}

async function bringUpToDate(database: Database): Promise<MigrationReport> {
  await makeOwnSchema(database, (name) => migrationNames.includes(name))
  const { error, results = [] } = await migrator(database).migrateToLatest()
  if (error) throw error
  return { applied: results.filter((r) => r.status === 'Success').map((r) => r.migrationName) }
}

/** Names of the migrations that have not run here yet. Called by every health check, so one statement instead of the library's several. */
export async function pendingMigrations(kysely: Kysely<Schema>): Promise<string[]> {
  const applied = await appliedMigrations(kysely)
  return migrationNames.filter((name) => !applied.includes(name))
}

/** `ranAt`: ISO 8601; absent while it has not run. `isKnown`: not only to a newer version. */
export type MigrationState = { name: string; ranAt: string | undefined; isKnown: boolean }

/** Every migration in its order, those of this version and those that have run here. */
export async function migrationStatus({ kysely }: Database): Promise<MigrationState[]> {
  const ran = await migrationsThatRan(kysely)
  const names = [...new Set([...migrationNames, ...ran.map(({ name }) => name)])].sort()
  return names.map((name) => ({
    name,
    ranAt: ran.find((one) => one.name === name)?.timestamp,
    isKnown: migrationNames.includes(name),
  }))
}

/** Why a migration could not begin, in words; changes nothing. */
export function migrationProblem(database: Database): Promise<string | undefined> {
  return ownSchemaProblem(database, (name) => migrationNames.includes(name))
}

function migrator({ kysely, schema }: Database): Migrator {
  return new Migrator({
    db: kysely,
    provider: { getMigrations: async () => migrations },
    migrationTableSchema: schema,
  })
}
