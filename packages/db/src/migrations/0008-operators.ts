import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // The one-time links of `latchkey operator`, by their digests. A row stays for a day after its end, so that somebody
  // who opens the link late hears what became of it.
  `create table operator_link (
    digest bytea primary key,
    operator text not null,
    created_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null check (isfinite(expires_at)),
    spent_at timestamptz
  )`,
  `create index operator_link_expires_at on operator_link (expires_at)`,
  `create table operator_session (
    digest bytea primary key,
    operator text not null,
    created_at timestamptz not null default clock_timestamp(),
    last_seen_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null check (isfinite(expires_at))
  )`,
  `create index operator_session_expires_at on operator_session (expires_at)`,

  // How often each limit refused, by the hour. Processes add up their refusals and write them every few seconds.
  `create table limit_hit (
    limit_name text not null,
    hour timestamptz not null,
    hits bigint not null,
    primary key (limit_name, hour)
  )`,
  `create index limit_hit_hour on limit_hit (hour)`,
]
