import { appliedMigrations } from './applied-migrations.ts'
import type { Database } from './connection/database.ts'
import { migrationNames } from './migrate.ts'

/**
 * Whether `migrate` would find nothing to do, in one statement: a start then skips its lock. Whatever is unexpected,
 * errors included, is left to `migrate`.
 */
export async function isUpToDate({ kysely }: Database): Promise<boolean> {
  const applied = await appliedMigrations(kysely).catch(() => [])
  return applied.toSorted().join() === migrationNames.toSorted().join()
}
