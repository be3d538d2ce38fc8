import { type Kysely, sql } from 'kysely'

/**
 * Builds an index while the table stays in use. Its migration exports `inTransaction = false`. An attempt that was
 * interrupted leaves an index that is not valid, which goes first.
 *
 * @param index what follows `create index concurrently`: `message_state on message (state)`.
 */
export async function buildIndex(db: Kysely<unknown>, index: string): Promise<void> {
  const [name = ''] = index.split(' ')
  // It waits for the transactions of others without holding anybody up.
  await sql.raw('set lock_timeout = 0').execute(db)
  await sql.raw(`drop index concurrently if exists ${name}`).execute(db)
  await sql.raw(`create index concurrently ${index}`).execute(db)
}
