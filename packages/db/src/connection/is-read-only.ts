import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'

/**
 * Whether the database takes no writes: a standby, or one with `default_transaction_read_only`, which services set when
 * its disk is full.
 */
export async function isReadOnly(kysely: Kysely<Schema>): Promise<boolean> {
  const { read_only } = await kysely
    .selectNoFrom(sql<boolean>`current_setting('transaction_read_only') = 'on'`.as('read_only'))
    .executeTakeFirstOrThrow()
  return read_only
}
