import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // Whom `latchkey require-reset` has emailed, so that it can be stopped and resumed.
  `create table campaign_account (
    campaign text not null,
    account_id text not null,
    at timestamptz not null default clock_timestamp(),
    primary key (campaign, account_id)
  )`,
  `create index campaign_account_at on campaign_account (at)`,
]
