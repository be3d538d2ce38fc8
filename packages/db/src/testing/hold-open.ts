import { sql, type Transaction } from 'kysely'
import type { Schema } from '../schema.ts'

/** Lets a transaction hold its locks while nothing is sent in it, for as long as a slow machine needs for the story. */
export async function holdOpen(trx: Transaction<Schema>): Promise<void> {
  await sql`set local idle_in_transaction_session_timeout = 0`.execute(trx)
}
