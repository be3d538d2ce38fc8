import type { Kysely } from 'kysely'
import type { Db as QueueConnection } from 'pg-boss'
import type { Schema } from '../schema.ts'

/** One open database, whichever it is. */
export type Database = {
  kind: 'embedded' | 'postgres'
  kysely: Kysely<Schema>
  /** The same database as the queue library wants it. */
  queueConnection: QueueConnection
  /** Resolves when the database answers; throws `Unavailable` otherwise. */
  ping(): Promise<void>
  close(): Promise<void>
}
