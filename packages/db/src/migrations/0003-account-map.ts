import { type Kysely, sql } from 'kysely'

/** Which users the processes recover, by a fingerprint of where they are, and when one of them last said so. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table account_map (
    fingerprint bytea primary key,
    seen_at timestamptz not null
  )`,
    )
    .execute(db)
}
