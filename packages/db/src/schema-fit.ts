import type { Kysely } from 'kysely'
import { appliedMigrations } from './applied-migrations.ts'
import { DatabaseSetupError } from './connection/setup-error.ts'
import { migrations } from './migrations/index.ts'
import type { Schema } from './schema.ts'

export const migrationNames: readonly string[] = Object.keys(migrations)

/** How the tables in the database and this program go together. They do when both lists are empty. */
export type SchemaFit = {
  /** Migrations that have not run here yet. */
  pending: string[]
  /** Migrations of a newer version that took away something that this program uses. */
  outgrownBy: string[]
}

/** Called by every health check, so it is one statement. */
export async function schemaFit(kysely: Kysely<Schema>): Promise<SchemaFit> {
  return fitOf(await appliedMigrations(kysely), migrationNames)
}

/** @param known the migrations of a program, in their order. */
export function fitOf(applied: readonly string[], known: readonly string[]): SchemaFit {
  const newest = numberOf(known.at(-1) ?? '')
  return {
    pending: known.filter((name) => !applied.includes(name)),
    outgrownBy: applied.filter((name) => !known.includes(name) && neededBy(name) > newest),
  }
}

const numberOf = (name: string) => Number(/^\d{4}/.exec(name)?.[0] ?? 0)

/** The number of the migration that a program must know to run after this one. */
const neededBy = (name: string) => Number(/-after-(\d{4})$/.exec(name)?.[1] ?? 0)

/** @throws DatabaseSetupError if a newer version took away something that this program uses. */
export function refuseOutgrown({ outgrownBy }: SchemaFit): void {
  if (outgrownBy.length === 0) return
  throw new DatabaseSetupError(
    `A newer version of Latchkey migrated this database (${outgrownBy.join(', ')}) and removed what this version uses. Run the newer version. A version in between that still works with it would have to know the migration with the number at the end of that name.`,
  )
}
