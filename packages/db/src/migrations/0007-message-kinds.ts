import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // While processes are replaced one by one, an older one meets kinds that it does not know. The code has the list.
  `alter table message drop constraint message_kind_check`,
  // What the email of a campaign says, so that one that was given up can be tried again.
  `alter table campaign_account add column public_reason text`,
  `alter table campaign_account add column is_locked boolean not null default false`,
]
