import { type Kysely, sql } from 'kysely'

/**
 * Builds an index while the table stays in use. Its migration exports `inTransaction = false`. An attempt that was
 * interrupted leaves an index that is not valid, which goes first.
 *
 * @param index what follows `create index concurrently`: `message_state on message (state)`.
 */
export async function buildIndex(db: Kysely<unknown>, index: string): Promise<void> {
  const [name = ''] = index.split(' ')
  const lockTimeout = await sql<{ before: string }>`
    select current_setting('lock_timeout') as before`.execute(db)
  // It waits for the transactions of others without holding anybody up.
  await sql`set lock_timeout = 0`.execute(db)
  try {
    await sql.raw(`drop index concurrently if exists ${name}`).execute(db)
    await sql.raw(`create index concurrently ${index}`).execute(db)
  } finally {
    // What comes next on this connection would wait without end, and hold up others.
    await sql`select set_config('lock_timeout', ${lockTimeout.rows[0]?.before}, false)`.execute(db)
  }
}
