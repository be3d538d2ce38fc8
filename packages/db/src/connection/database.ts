import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/** One open database, whichever it is. */
export type Database = {
  kind: 'embedded' | 'postgres'
  kysely: Kysely<Schema>
  /** Resolves when the database answers; throws `Unavailable` otherwise. */
  ping(): Promise<void>
  close(): Promise<void>
}
