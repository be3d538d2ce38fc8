import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const atom = "[a-z0-9!#$%&''*+/=?^_`{|}~-]+"
const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?'

// What `parseEmailAddress` makes of every address: another spelling would never be found. The last label is no number.
const isCanonical = `length(email_canonical) <= 254
      and email_canonical ~ '^(?=[^@]{1,64}@)${atom}(\\.${atom})*@(${label}\\.)+(?=[^.]*[^0-9.])${label}$'`

// The address that is shown, and that email goes to, is the same mailbox. A domain of other letters is left to the
// parser, which knows its ASCII form.
const isSameMailbox = `split_part(email, '@', 3) = ''
      and lower(split_part(email, '@', 1) collate "C") = split_part(email_canonical, '@', 1)
      and (split_part(email, '@', 2) ~ '[^ -~]'
        or lower(split_part(email, '@', 2) collate "C") = split_part(email_canonical, '@', 2))`

const statements = [
  // Emails are compared byte by byte: a comparison by locale once merged two people (CVE-2019-19844).
  `create table account (
    id uuid primary key,
    email text not null,
    email_canonical text collate "C" not null unique,
    password_hash text check (password_hash <> '' and password_hash !~ '[\\n\\r]'),
    status text not null default 'active' check (status in ('active', 'disabled')),
    locale text,
    credential_version integer not null default 1,
    created_at timestamptz not null default clock_timestamp(),
    password_changed_at timestamptz,
    constraint account_email_canonical_check check (${isCanonical}),
    constraint account_email_check check (${isSameMailbox})
  )`,
  // Links and codes in the mailbox of the former address stop working, and sessions end, as after a new password.
  `create function account_moved() returns trigger language plpgsql as $$
  begin
    new.credential_version := greatest(new.credential_version, old.credential_version + 1);
    return new;
  end $$`,
  `create trigger account_moved before update of email_canonical on account for each row
    when (new.email_canonical <> old.email_canonical) execute function account_moved()`,

  `create table recovery_request (
    id uuid primary key,
    email_canonical text collate "C" not null,
    email_unicode text,
    address_digest bytea not null,
    client_digest bytea not null,
    device text,
    locale text,
    time_zone text,
    tries smallint not null default 0 check (tries between 0 and 5),
    tries_by_address smallint not null default 0 check (tries_by_address between 0 and 5),
    created_at timestamptz not null default clock_timestamp(),
    closes_at timestamptz not null check (isfinite(closes_at)),
    emailed_at timestamptz default clock_timestamp()
  )`,
  `create index recovery_request_created_at on recovery_request (created_at)`,
  `create index recovery_request_address on recovery_request (address_digest, created_at)`,

  // Accounts may be in a table of an application, whose keys have other types. So their ids are text, without a
  // foreign key. The secret of a notice belongs to an account and to no request.
  `create table secret (
    digest bytea primary key,
    kind text not null check (kind in ('link', 'code', 'ticket', 'not-me')),
    request_id uuid references recovery_request on delete cascade,
    account_id text not null,
    credential_version text not null,
    created_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null check (isfinite(expires_at)),
    spent_at timestamptz,
    voided_at timestamptz,
    reserved_until timestamptz,
    change_id uuid,
    constraint secret_request_check check ((kind in ('not-me')) = (request_id is null))
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

  // Which users the processes recover, by a fingerprint of where they are, and when one of them last said so.
  `create table account_map (
    fingerprint bytea primary key,
    seen_at timestamptz not null
  )`,

  // Of accounts in a table of an application, which takes no column of ours. A revocation raises the number, and so
  // makes their links and codes invalid. The empty id stands for all accounts.
  `create table account_revision (
    account_id text primary key,
    revision integer not null default 1
  )`,

  // For applications to compare with what their sessions contain.
  `create table credential_epoch (
    account_id text primary key,
    epoch integer not null default 1,
    changed_at timestamptz not null default clock_timestamp()
  )`,

  // Ends a statement that spent a secret and could not write the password: everything it did is undone. The message is
  // the tables alone; `WriteRefused` has the sentence.
  `create function refuse_write(written text) returns text language plpgsql as $$
  begin
    raise exception '%', written using errcode = 'LK001';
  end $$`,

  // Work that was committed together with its cause. A job is removed when it is done. The kind has no check: a job
  // of a kind that this version does not know waits for a version that does.
  `create table outbox_job (
    id uuid primary key default gen_random_uuid(),
    kind text not null,
    payload jsonb not null,
    due_at timestamptz not null default clock_timestamp(),
    claim integer not null default 0,
    leased_at timestamptz,
    created_at timestamptz not null default clock_timestamp()
  )`,
  `create index outbox_job_waiting on outbox_job (kind, due_at) where leased_at is null`,
  `create index outbox_job_leased on outbox_job (kind, leased_at) where leased_at is not null`,

  // No foreign keys: what became of a message outlives the request and the account it was for.
  `create table message (
    id uuid primary key,
    kind text not null check (kind in ('recovery', 'password-changed', 'no-password', 'no-account')),
    state text not null check (state in ('sending', 'delayed', 'handed-over', 'suppressed', 'dead')),
    detail text,
    failure text,
    attempts integer not null default 1,
    unclear integer not null default 0,
    request_id uuid,
    account_id text,
    requested_at timestamptz,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp()
  )`,
  `create index message_created_at on message (created_at)`,
  `create index message_request_id on message (request_id)`,
  `create index message_account_id on message (account_id, created_at)`,
  // The few that an operator looks for, among the many that left.
  `create index message_troubled on message (created_at) where state in ('delayed', 'dead')`,

  // Why a worker cannot deliver, one row per worker while it lasts. Operators read it, workers do not.
  `create table delivery_trouble (
    worker uuid primary key,
    failure text not null,
    answer text not null,
    since timestamptz not null,
    tried_at timestamptz not null,
    next_try_at timestamptz not null
  )`,

  // Which server secrets the processes sign with, as keyed fingerprints, and when one of them last said so.
  `create table server_secret (
    fingerprint bytea primary key,
    seen_at timestamptz not null
  )`,

  // The newest hits of one subject, oldest first: an exact sliding window in one row. The longest wait is how long
  // the last hit delays the next one at most; where it is null, a full bucket takes no more. The key begins with the
  // subject: before 17, PostgreSQL looks up many subjects by an index only if they are its first column.
  `create table limiter_bucket (
    limit_name text not null,
    subject bytea not null,
    spans integer[] not null,
    most integer[] not null,
    longest_wait_seconds integer,
    hits timestamptz[] not null,
    accepted boolean not null,
    expires_at timestamptz not null,
    primary key (subject, limit_name)
  )`,
  `create index limiter_bucket_expires_at on limiter_bucket (expires_at)`,

  // Hits on the global limits, counted by slices of time and spread over a few rows, so that no row is a bottleneck.
  `create table limiter_slice (
    limit_name text not null,
    span_seconds integer not null,
    ends_at timestamptz not null,
    shard smallint not null,
    hits integer not null,
    primary key (limit_name, span_seconds, ends_at, shard)
  ) with (fillfactor = 50)`,

  // Failures of one subject in a row. A success ends those since the last success only: the others are what strangers
  // are told of.
  `create table limiter_streak (
    limit_name text not null,
    subject bytea not null,
    failures integer not null,
    since_success integer not null default 0,
    failed_at timestamptz not null default clock_timestamp(),
    primary key (subject, limit_name)
  )`,
  // Short ones are purged earlier.
  `create index limiter_streak_short on limiter_streak (failed_at) where failures < 5`,
  `create index limiter_streak_long on limiter_streak (failed_at) where failures >= 5`,

  // Clients that have signed in to an address, as one digest of both. Failures of others do not slow them down.
  `create table known_client (
    sign_in_pair bytea primary key,
    seen_at timestamptz not null default clock_timestamp()
  )`,
  `create index known_client_seen_at on known_client (seen_at)`,

  `create table audit_event (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    kind text not null check (kind in ('requested', 'code-verified', 'password-changed', 'change-undone',
      'not-me', 'signed-in', 'signed-out', 'revoked')),
    outcome text not null check (outcome in ('accepted', 'verified', 'changed', 'found', 'reported',
      'signed-in', 'ended', 'everything', 'account', 'refused')),
    request_id uuid,
    account_id text,
    address_digest bytea,
    client_digest bytea
  )`,
  `create index audit_event_at on audit_event (at)`,
  // Refusals without an account are purged earlier.
  `create index audit_event_refused on audit_event (at) where outcome = 'refused' and account_id is null`,
  `create index audit_event_request_id on audit_event (request_id) where request_id is not null`,
]
