import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // The endpoints that are told of events, as workers know them from their settings. So the statement that changes
  // something knows whom to tell.
  `create table webhook (
    name text primary key,
    url text not null,
    types text[] not null,
    state text not null default 'on' check (state in ('on', 'off', 'removed')),
    changed_at timestamptz not null default clock_timestamp()
  )`,

  // Written with what it tells of. The jobs that deliver it are in the outbox, one for each webhook.
  `create table webhook_event (
    id uuid primary key default gen_random_uuid(),
    type text not null,
    at timestamptz not null default clock_timestamp(),
    data jsonb not null
  )`,
  `create index webhook_event_at on webhook_event (at)`,

  // What became of it, from its first attempt on.
  `create table webhook_delivery (
    event_id uuid not null references webhook_event on delete cascade,
    webhook text not null,
    state text not null check (state in ('delivered', 'delayed', 'dead')),
    attempts integer not null,
    answer text not null,
    updated_at timestamptz not null default clock_timestamp(),
    primary key (event_id, webhook)
  )`,

  // While processes are replaced one by one, an older one meets kinds that it does not know. The code has the list.
  `alter table audit_event drop constraint audit_event_kind_check`,
  `alter table audit_event drop constraint audit_event_outcome_check`,
  `alter table audit_event add column operator text, add column reason text`,
]
