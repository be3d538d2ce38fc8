import type { Database } from './connection/database.ts'
import { schemaFit } from './schema-fit.ts'

/**
 * Whether `migrate` would find nothing to do, in one statement: a start then skips its lock. A newer version may have
 * migrated further, as long as it only added. Whatever is unexpected, errors included, is left to `migrate`.
 */
export async function isUpToDate({ kysely }: Database): Promise<boolean> {
  const fit = await schemaFit(kysely).catch(() => undefined)
  return fit !== undefined && fit.pending.length + fit.outgrownBy.length === 0
}
