import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // How long the last hit keeps the next one waiting at most. Null: a full bucket takes no more.
  `alter table limiter_bucket add column longest_wait_seconds integer`,

  // Hits of everybody together, counted by slices of time and dealt over a few rows, so that no row is everybody's.
  `create table limiter_slice (
    limit_name text not null,
    span_seconds integer not null,
    ends_at timestamptz not null,
    shard smallint not null,
    hits integer not null,
    primary key (limit_name, span_seconds, ends_at, shard)
  ) with (fillfactor = 50)`,

  // Failures of one subject since its last success.
  `create table limiter_streak (
    limit_name text not null,
    subject bytea not null,
    failures integer not null,
    failed_at timestamptz not null default clock_timestamp(),
    primary key (limit_name, subject)
  )`,
  `create index limiter_streak_failed_at on limiter_streak (failed_at)`,

  // Who has signed in to what, as one digest of both: not slowed down by what strangers do to the same address.
  `create table known_client (
    sign_in_pair bytea primary key,
    seen_at timestamptz not null default clock_timestamp()
  )`,
  `create index known_client_seen_at on known_client (seen_at)`,
]
