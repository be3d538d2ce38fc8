import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `alter table message
    add column failure text,
    add column unclear integer not null default 0,
    add column requested_at timestamptz`,
  `create index message_request_id on message (request_id)`,
  `create index message_account_id on message (account_id, created_at)`,
  // The few that an operator looks for, among the many that left.
  `create index message_troubled on message (created_at) where state in ('delayed', 'dead')`,
  `create index audit_event_request_id on audit_event (request_id) where request_id is not null`,

  // What keeps a worker from mailing, a row each while it lasts: people look here, workers do not.
  `create table mail_trouble (
    worker uuid primary key,
    failure text not null,
    answer text not null,
    since timestamptz not null,
    tried_at timestamptz not null,
    next_try_at timestamptz not null
  )`,
]
