import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Pooler } from './pooler.ts'

/** One open database, whichever it is. */
export type Database = {
  kind: 'embedded' | 'postgres'
  /** The PostgreSQL schema that holds everything of ours. */
  schema: string
  /** Writes the schema before the name of every table. */
  kysely: Kysely<Schema>
  /** The connection pooler in between. */
  pooler(): Promise<Pooler>
  /** Resolves when the database answers; throws `Unavailable` otherwise. */
  ping(): Promise<void>
  close(): Promise<void>
}
