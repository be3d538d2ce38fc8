import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'

const UNDEFINED_TABLE = '42P01'

/** Names of the migrations that have run in this schema; none if it does not exist. */
export async function appliedMigrations(kysely: Kysely<Schema>): Promise<string[]> {
  return (await migrationsThatRan(kysely)).map(({ name }) => name)
}

/** `timestamp`: ISO 8601. */
export type RanMigration = { name: string; timestamp: string }

export async function migrationsThatRan(kysely: Kysely<Schema>): Promise<RanMigration[]> {
  try {
    return await kysely
      .withTables<{ kysely_migration: RanMigration }>()
      .selectFrom('kysely_migration')
      .select(['name', 'timestamp'])
      .execute()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === UNDEFINED_TABLE) return []
    throw error
  }
}
