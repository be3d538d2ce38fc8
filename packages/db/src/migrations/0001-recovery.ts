import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // Emails are found by exact bytes: a locale-aware comparison once merged two people (CVE-2019-19844).
  `create table account (
    id uuid primary key,
    email text not null,
    email_canonical text collate "C" not null unique,
    password_hash text,
    status text not null default 'active' check (status in ('active', 'disabled')),
    locale text,
    credential_version integer not null default 1,
    created_at timestamptz not null default clock_timestamp(),
    password_changed_at timestamptz
  )`,

  `create table recovery_request (
    id uuid primary key,
    email_canonical text collate "C" not null,
    address_digest bytea not null,
    client_digest bytea not null,
    device text,
    locale text,
    tries smallint not null default 0 check (tries between 0 and 5),
    created_at timestamptz not null default clock_timestamp(),
    closes_at timestamptz not null check (isfinite(closes_at))
  )`,
  `create index recovery_request_created_at on recovery_request (created_at)`,
  `create index recovery_request_address on recovery_request (address_digest, created_at)`,

  `create table secret (
    digest bytea primary key,
    kind text not null check (kind in ('link', 'code', 'ticket')),
    request_id uuid not null references recovery_request on delete cascade,
    account_id uuid not null references account on delete cascade,
    credential_version integer not null,
    created_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null check (isfinite(expires_at)),
    spent_at timestamptz,
    voided_at timestamptz
  )`,
  `create index secret_account_id on secret (account_id)`,
  `create index secret_request_id on secret (request_id)`,
  `create index secret_expires_at on secret (expires_at)`,

  `create table session (
    digest bytea primary key,
    account_id uuid not null references account on delete cascade,
    credential_version integer not null,
    created_at timestamptz not null default clock_timestamp(),
    last_seen_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null check (isfinite(expires_at))
  )`,
  `create index session_account_id on session (account_id)`,
  `create index session_expires_at on session (expires_at)`,

  // No foreign keys: what became of a message outlives the request and the account it was for.
  `create table message (
    id uuid primary key,
    kind text not null check (kind in ('recovery', 'password-changed')),
    state text not null check (state in ('sending', 'delayed', 'handed-over', 'suppressed', 'dead')),
    detail text,
    attempts integer not null default 1,
    request_id uuid,
    account_id uuid,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp()
  )`,
  `create index message_created_at on message (created_at)`,

  // The newest hits of one subject, oldest first: a sliding window that is exact and one row wide.
  `create table limiter_bucket (
    limit_name text not null,
    subject bytea not null,
    spans integer[] not null,
    most integer[] not null,
    hits timestamptz[] not null,
    accepted boolean not null,
    expires_at timestamptz not null,
    primary key (limit_name, subject)
  )`,
  `create index limiter_bucket_expires_at on limiter_bucket (expires_at)`,

  `create table audit_event (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    kind text not null,
    outcome text not null,
    request_id uuid,
    account_id uuid,
    address_digest bytea,
    client_digest bytea
  )`,
  `create index audit_event_at on audit_event (at)`,
]
