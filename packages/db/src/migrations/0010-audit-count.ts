import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // How many accounts one act of an operator added.
  await sql.raw('alter table audit_event add column count integer').execute(db)
}
