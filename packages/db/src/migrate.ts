import { sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { migrationsThatRan } from './applied-migrations.ts'
import { advisoryLock } from './connection/advisory-lock.ts'
import type { Database } from './connection/database.ts'
import { makeOwnSchema, ownSchemaProblem } from './connection/own-schema.ts'
import { DatabaseSetupError } from './connection/setup-error.ts'
import { migrations as ours, type SchemaMigration } from './migrations/index.ts'
import { fitOf, migrationNames, refuseOutgrown } from './schema-fit.ts'
import { withoutLongWaits } from './without-long-waits.ts'

const NEEDS_DIRECT_URL =
  'The database is not up to date, and a migration needs a connection of its own: it holds a lock from its first ' +
  'statement to its last. DATABASE_URL leads through a connection pooler in transaction mode, which has none to give. ' +
  'Set DATABASE_DIRECT_URL to the address of PostgreSQL itself, with the same role and the same database.'

/** The names of the migrations that were applied, in order. */
export type MigrationReport = { applied: string[] }

export type MigrateOptions = {
  migrations?: Readonly<Record<string, SchemaMigration>>
  /** Milliseconds after which a lock that is not given up is reported. */
  giveUpMs?: number
}

/**
 * Brings the tables to today's shape. Safe to run from several processes at once: one does the work, the others
 * wait for it. Safe while others use the tables: a lock is waited for so briefly that no request times out behind it,
 * and asked for again.
 *
 * @throws DatabaseSetupError
 */
export async function migrate(
  database: Database,
  { migrations = ours, giveUpMs }: MigrateOptions = {},
): Promise<MigrationReport> {
  const work = () => bringUpToDate(database, migrations, giveUpMs)
  if (database.kind === 'embedded') return work()
  if ((await database.pooler()) === 'transaction') throw new DatabaseSetupError(NEEDS_DIRECT_URL)
  const lock = advisoryLock('migration', database.schema)
  // The library has a lock of its own, which does not cover the creation of its tables.
  return database.kysely.connection().execute(async (connection) => {
    await withoutLongWaits(
      () => sql`select pg_advisory_lock(${lock})`.execute(connection),
      'another process that migrates this database',
      giveUpMs,
    )
    try {
      return await work()
    } finally {
      await sql`select pg_advisory_unlock(${lock})`.execute(connection)
    }
  })
}

async function bringUpToDate(
  database: Database,
  migrations: Readonly<Record<string, SchemaMigration>>,
  giveUpMs: number | undefined,
): Promise<MigrationReport> {
  await makeOwnSchema(database, (name) => migrationNames.includes(name))
  const applied: string[] = []
  for (;;) {
    const ran = (await migrationsThatRan(database.kysely)).map(({ name }) => name)
    const fit = fitOf(ran, Object.keys(migrations))
    refuseOutgrown(fit)
    const step = nextStep(fit.pending, migrations)
    if (step === undefined) return { applied }
    const done = await withoutLongWaits(
      () => runStep(database, migrations, step),
      'a transaction that uses a table of Latchkey',
      giveUpMs,
    )
    applied.push(...done)
  }
}

/** What runs next: all up to `to` in one transaction, or one without. */
type Step = { to: string; inTransaction: boolean }

function nextStep(
  pending: readonly string[],
  migrations: Readonly<Record<string, SchemaMigration>>,
): Step | undefined {
  const isAlone = (name: string) => migrations[name]?.inTransaction === false
  const alone = pending.findIndex(isAlone)
  const to = alone === 0 ? pending[0] : pending.slice(0, alone < 0 ? undefined : alone).at(-1)
  return to === undefined ? undefined : { to, inTransaction: !isAlone(to) }
}

async function runStep(
  { kysely, schema }: Database,
  migrations: Readonly<Record<string, SchemaMigration>>,
  { to, inTransaction }: Step,
): Promise<string[]> {
  const migrator = new Migrator({
    db: kysely,
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableSchema: schema,
    disableTransactions: !inTransaction,
  })
  const { error, results = [] } = await migrator.migrateTo(to)
  if (error) throw error
  return results.filter((r) => r.status === 'Success').map((r) => r.migrationName)
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
