import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // Addresses that a mail service reported, by their digests. A row stays for a while after its end, so that the same
  // report is known when it comes again, and so that the next one lasts longer.
  `create table suppression (
    address_digest bytea not null,
    cause text not null,
    detail text not null,
    times integer not null default 1,
    reported_at timestamptz not null,
    recovery_until timestamptz not null check (isfinite(recovery_until)),
    until timestamptz not null check (isfinite(until)),
    lifted_at timestamptz,
    primary key (address_digest, cause)
  )`,
  `create index suppression_until on suppression (until)`,
]
