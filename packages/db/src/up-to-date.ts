import { sql } from 'kysely'
import type { Database } from './connection/database.ts'
import { migrationNames } from './migrate.ts'

/**
 * Whether `migrate` would find nothing to do, in one statement: a start then skips its lock. Whatever is unexpected,
 * errors included, is left to `migrate`.
 */
export async function isUpToDate({ kysely }: Database): Promise<boolean> {
  const sameMigrations = sql<{ same: boolean }>`
    select array(select name::text from kysely_migration order by name collate "C")
      = ${[...migrationNames].sort()}::text[] as same`
  const { rows } = await sameMigrations.execute(kysely).catch(() => ({ rows: [] }))
  return rows[0]?.same ?? false
}
