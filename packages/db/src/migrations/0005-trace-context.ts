import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // Which span caused the job, as the header `traceparent` of W3C Trace Context has it. Null unless traces are made.
  'alter table outbox_job add column trace_parent text',
]
