import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'

const UNDEFINED_TABLE = '42P01'

/** Names of the migrations that have run in this schema; none if it does not exist. */
export async function appliedMigrations(kysely: Kysely<Schema>): Promise<string[]> {
  try {
    const rows = await kysely
      .withTables<{ kysely_migration: { name: string } }>()
      .selectFrom('kysely_migration')
      .select('name')
      .execute()
    return rows.map(({ name }) => name)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === UNDEFINED_TABLE) return []
    throw error
  }
}
