import { createHash, createHmac } from 'node:crypto'
import { hash as argon2 } from '@node-rs/argon2'
import { hash as bcrypt } from 'bcrypt'
import { hashPassword as scrypt } from 'better-auth/crypto'
import { migrateBetterAuth, migrateLatchkey, serverSecret } from './contenders.ts'
import { withClient } from './postgres.ts'
import type { World } from './world.ts'

/*
 * The test data, created by SQL and deterministic: account i is user<i>@example.com, and its token is known here. The
 * only file that knows the tables of Latchkey and of the rivals.
 */

export const password = 'the password of everybody here'
export const known = (i: number) => `user${i}@example.com`
export const unknown = (i: number) => `nobody${i}@example.com`
export const tokenOf = (i: number) => createHash('sha256').update(`token ${i}`).digest('base64url')
export const plainTokenOf = (i: number) => `token${i}`

// An MD5 digest, formatted as a UUID of version 7.
const id = (what: string, number = 'i') =>
  `overlay(overlay(md5('${what} ' || ${number}) placing '7' from 13) placing '8' from 17)::uuid`
const asUuid = (hex: string) =>
  hex.replace(
    /^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/,
    (_, a, b, c, d, e) => `${a}-${b}-7${c}-8${d}-${e}`,
  )

export async function fillLatchkey(world: World, database: string, accounts: number) {
  await world.postgres.createDatabase(database)
  await migrateLatchkey(world, database)
  const phc = await argon2(password, {
    algorithm: 2,
    memoryCost: 19_456,
    timeCost: 2,
    parallelism: 1,
  })
  await world.postgres.sql(
    database,
    `insert into latchkey.account (id, email, email_canonical, password_hash)
     select ${id('account')}, 'user' || i || '@example.com', 'user' || i || '@example.com', '${phc}'
     from generate_series(0, ${accounts - 1}) i`,
    'vacuum analyze latchkey.account',
  )
}

/** Adds valid links for the accounts `from` to `from + count`, each with its own request. */
export async function addLinks(
  world: World,
  database: string,
  { from, count, accounts }: { from: number; count: number; accounts: number },
) {
  await addRequests(world, database, { from, count })
  await world.postgres.sql(
    database,
    `insert into latchkey.secret (digest, kind, request_id, account_id, credential_version, expires_at)
     select sha256(sha256(('token ' || i)::bytea)), 'link', ${id('request')}, a.id,
       a.credential_version, now() + interval '1 day'
     from generate_series(${from}, ${from + count - 1}) i
     join latchkey.account a on a.id = ${id('account', `i % ${accounts}`)}`,
    'vacuum analyze latchkey.secret',
    'checkpoint',
  )
}

async function addRequests(
  world: World,
  database: string,
  { from, count }: { from: number; count: number },
) {
  await world.postgres.sql(
    database,
    `insert into latchkey.recovery_request (id, email_canonical, address_digest, client_digest, closes_at)
     select ${id('request')}, 'user' || i || '@example.com', sha256(('address ' || i)::bytea),
       sha256('client'), now() + interval '1 day'
     from generate_series(${from}, ${from + count - 1}) i`,
    'vacuum analyze latchkey.recovery_request',
  )
}

/** Adds valid codes, and returns the bodies that verify them. */
export async function addCodes(
  world: World,
  database: string,
  { from, count, accounts }: { from: number; count: number; accounts: number },
): Promise<{ requestId: string; code: string }[]> {
  await addRequests(world, database, { from, count })
  const key = createHmac('sha256', serverSecret).update('latchkey code').digest()
  const codes = Array.from({ length: count }, (_, offset) => {
    const hex = createHash('md5')
      .update(`request ${from + offset}`)
      .digest('hex')
    const requestId = asUuid(hex)
    const code = String(offset % 1_000_000).padStart(6, '0')
    return { requestId, code }
  })
  const digests = codes.map(({ requestId, code }) =>
    createHmac('sha256', key).update(`${requestId} ${code}`).digest('hex'),
  )
  await withClient(world.postgres.url(database), async (client) => {
    await client.query(
      `insert into latchkey.secret (digest, kind, request_id, account_id, credential_version, expires_at)
       select decode(hex, 'hex'), 'code', request_id, a.id, a.credential_version,
         now() + interval '1 day'
       from unnest($1::text[], $2::uuid[]) with ordinality as code (hex, request_id, n)
       join latchkey.account a on a.id = ${id('account', `n % ${accounts}`)}`,
      [digests, codes.map(({ requestId }) => requestId)],
    )
    await client.query('vacuum analyze latchkey.secret')
    await client.query('checkpoint')
  })
  return codes
}

/**
 * Adds requests whose retention has ended, each with its link and code, its message and its audit event, as a request
 * leaves them. Needs PostgreSQL 18, whose ids are in the order of time, as ours are.
 */
export async function fillPast(world: World, database: string, count: number) {
  await world.postgres.sql(
    database,
    `insert into latchkey.recovery_request (id, email_canonical, address_digest, client_digest, device, locale,
       created_at, closes_at, emailed_at)
     select uuidv7(), 'user' || i || '@example.com', sha256(('address ' || i)::bytea),
       sha256(('client ' || i)::bytea), 'Firefox on Windows', 'en', at, at + interval '2 hours', at
     from generate_series(1, ${count}) i, lateral (select now() - interval '8 days' + i * interval '1 ms' as at) clock`,
    `insert into latchkey.secret (digest, kind, request_id, account_id, credential_version, created_at, expires_at)
     select sha256(uuid_send(gen_random_uuid())), kind, id, gen_random_uuid()::text, '1', created_at,
       created_at + interval '1 hour'
     from latchkey.recovery_request, unnest(array['link', 'code']) kind
     where created_at < now() - interval '7 days'`,
    `insert into latchkey.message (id, kind, state, request_id, account_id, requested_at, created_at, updated_at)
     select uuidv7(), 'recovery', 'handed-over', id, gen_random_uuid()::text, created_at, created_at, created_at
     from latchkey.recovery_request where created_at < now() - interval '7 days'`,
    `insert into latchkey.audit_event (at, kind, outcome, request_id, account_id, address_digest, client_digest)
     select created_at - interval '90 days', 'requested', 'accepted', id, gen_random_uuid()::text,
       address_digest, client_digest
     from latchkey.recovery_request where created_at < now() - interval '7 days'`,
    'analyze',
  )
}

/** Adds recovery jobs that are not due, so that they stay in the outbox. */
export async function addWaitingJobs(world: World, database: string, count: number) {
  await world.postgres.sql(
    database,
    `insert into latchkey.outbox_job (kind, payload, due_at)
     select 'recovery', jsonb_build_object('requestId', ${id('request')}, 'withheld', false),
       now() + interval '1 day'
     from generate_series(0, ${count - 1}) i`,
    'vacuum analyze latchkey.outbox_job',
    'checkpoint',
  )
}

/** Deletes the jobs that a measure left behind, so that they do not load the next one. */
export async function forgetJobs(world: World, database = 'latchkey') {
  await world.postgres.sql(
    database,
    `delete from latchkey.outbox_job where leased_at is null and due_at < now() + interval '1 hour'`,
    'vacuum latchkey.outbox_job',
  )
}

export async function fillBetterAuth(world: World, database: string, accounts: number) {
  await world.postgres.createDatabase(database)
  await migrateBetterAuth(world, database)
  const hashed = await scrypt(password)
  await world.postgres.sql(
    database,
    `insert into "user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
     select 'u' || i, 'user' || i, 'user' || i || '@example.com', true, now(), now()
     from generate_series(0, ${accounts - 1}) i`,
    `insert into account (id, "accountId", "providerId", "userId", password, "createdAt", "updatedAt")
     select 'a' || i, 'u' || i, 'credential', 'u' || i, '${hashed}', now(), now()
     from generate_series(0, ${accounts - 1}) i`,
    'vacuum analyze',
  )
}

export async function addBetterAuthTokens(
  world: World,
  database: string,
  { from, count, accounts }: { from: number; count: number; accounts: number },
) {
  await world.postgres.sql(
    database,
    `insert into verification (id, identifier, value, "expiresAt", "createdAt", "updatedAt")
     select 'v' || i, 'reset-password:token' || i, 'u' || i % ${accounts}, now() + interval '1 day',
       now(), now()
     from generate_series(${from}, ${from + count - 1}) i`,
    'vacuum analyze verification',
  )
}

export async function fillExpress(world: World, accounts: number) {
  await world.postgres.createDatabase('express')
  const hashed = await bcrypt(password, 10)
  await world.postgres.sql(
    'express',
    `create table users (id serial primary key, email text not null unique, password text,
       reset_token text unique, reset_expires timestamptz)`,
    `insert into users (email, password, reset_token, reset_expires)
     select 'user' || i || '@example.com', '${hashed}', encode(sha256(('token' || i)::bytea), 'hex'),
       now() + interval '1 day'
     from generate_series(0, ${accounts - 1}) i`,
    'vacuum analyze',
  )
}

/** Restores the tokens of the accounts `from` to `from + count`. */
export async function addExpressTokens(
  world: World,
  { from, count, accounts }: { from: number; count: number; accounts: number },
) {
  await world.postgres.sql(
    'express',
    `update users set reset_token = encode(sha256(('token' || i)::bytea), 'hex'),
       reset_expires = now() + interval '1 day'
     from generate_series(${from}, ${from + count - 1}) i
     where email = 'user' || i % ${accounts} || '@example.com'`,
  )
}
