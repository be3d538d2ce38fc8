import { randomUUID } from 'node:crypto'
import type { DeliveryAttempt } from '@latchkey/core'
import { isDelivery } from '@latchkey/core/testing'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import type { Schema } from '../schema.ts'
import {
  changeWith,
  guessLimit,
  mintedFrom,
  mintedNotMe,
  newAddress,
  newDigest,
  newPair,
  newRequest,
  newSubjects,
  openPostgresTestbed,
  openSqlClient,
  preparationOf,
  type StoreTestbed,
  spendOf,
  tellsRowsRead,
} from '../testing/index.ts'

type Process = Awaited<ReturnType<StoreTestbed['openNeighbour']>>

const MANY = 20_000

/** One person forgets a password twice, and every statement on the way there runs. */
async function recover({ stores, queue }: Process): Promise<void> {
  const { recovery, messages, accounts, sessions } = stores
  const account = { id: randomUUID(), address: newAddress() }
  await accounts.add({ ...account, passwordHash: 'first hash', locale: undefined })

  const nextMail = async () => {
    const attempts = (await queue.claim(10)).filter(isDelivery)
    await queue.renew(attempts)
    const [attempt] = attempts
    if (!attempt || attempts.length > 1) throw new Error('One job was expected')
    return attempt
  }
  const mail = async (attempt: DeliveryAttempt, requestId: string) => {
    const pair = newPair(requestId)
    const { job } = attempt
    const minted = job.kind === 'recovery' ? mintedFrom(pair) : mintedNotMe()
    const prepared = await messages.prepare([preparationOf(attempt, minted)])
    expect(prepared).toMatchObject([{ status: 'ready' }])
    await messages.record([{ attempt, status: 'handed-over', answer: '250 ok' }])
    return pair
  }
  for (const by of ['code', 'link']) {
    const request = newRequest({ address: account.address })
    await recovery.openRequest(request)
    const again = { ...request, requestId: request.id, codeLifetimeMinutes: 10 }
    const first = await nextMail()
    await queue.release([first], 0)
    const pair = await mail(await nextMail(), request.id)
    await recovery.resend(again)
    await mail(await nextMail(), request.id)

    expect(await recovery.chargeGuess(request.id, guessLimit)).toBe('charged')
    const candidate = { requestId: request.id, codeDigests: [pair.code] }
    expect(await recovery.findCode([candidate])).toBeDefined()
    const ticket = newDigest()
    if (by === 'code') await recovery.spendCode(spendOf(pair, ticket))
    const right = by === 'code' ? ticket : pair.link
    expect(await recovery.findRight(right)).toMatchObject({ status: 'good' })
    const changed = await recovery.changePassword(changeWith(right))
    expect(changed).toMatchObject({ status: 'changed' })
    await mail(await nextMail(), request.id)
  }
  await recovery.chargeGuessByAddress(newDigest(), guessLimit)
  const facts = await accounts.findForSignIn(account.address.canonical)
  const session = await sessions.open({
    ...changeWith(newDigest()),
    ...newSubjects(),
    accountId: account.id,
    credentialVersion: facts?.credentialVersion ?? 0,
    idleMinutes: 10,
    absoluteMinutes: 10,
    chargedAddress: false,
    chargedStreak: false,
  })
  expect(session).toBeDefined()
}

test('statements that were planned with empty tables read as few rows in full ones', async ({
  skip,
}) => {
  const testbed = await openPostgresTestbed()
  onTestFinished(() => testbed.close())
  const outside = await openSqlClient(testbed.url ?? '')
  onTestFinished(() => outside.close())
  skip(!(await tellsRowsRead(outside)), 'this PostgreSQL does not tell at once')
  await outside.rows('vacuum')

  /** Rows that a process read for one recovery, once its statements have long been planned. */
  async function rowsRead(grow: () => Promise<void>): Promise<number> {
    const neighbour = await testbed.openNeighbour()
    for (let turn = 0; turn < 8; turn += 1) await recover(neighbour)
    await grow()
    const counted = async () => {
      const [row] = await outside.rows<{
        read: number
      }>(`select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int
        as read from pg_stat_user_tables, pg_stat_clear_snapshot()`)
      return row?.read ?? 0
    }
    const flush = () => sql`select pg_stat_force_next_flush()`.execute(neighbour.database.kysely)
    await flush()
    const before = await counted()
    await recover(neighbour)
    await flush()
    return (await counted()) - before
  }

  const inEmpty = await rowsRead(async () => {})
  const inFull = await rowsRead(async () => {
    // Nobody has looked at these rows for the planner.
    for (const statement of Object.values(manyRows)) await outside.rows(statement)
    await outside.rows('select pg_stat_force_next_flush()')
  })
  expect(inEmpty).toBeGreaterThan(50)
  expect(inFull).toBeLessThan(inEmpty + 100)
})

const someId = `gen_random_uuid()`

/** These do not grow with people and requests, or belong to users of an application, whose reads other tests count. */
type Small =
  | 'delivery_trouble'
  | 'server_secret'
  | 'account_map'
  | 'account_revision'
  | 'credential_epoch'
  | 'limiter_slice'
  | 'campaign_account'
  | 'page_file'
  | 'webhook'
  | 'operator_link'
  | 'operator_session'
  | 'limit_hit'

/** In their order: some are made from others. */
const manyRows: Record<Exclude<keyof Schema, Small>, string> = {
  account: `insert into account (id, email, email_canonical, password_hash)
   select ${someId}, 'many' || i || '@example.test', 'many' || i || '@example.test', 'hash' from generate_series(1, ${MANY}) i`,
  recovery_request: `insert into recovery_request (id, email_canonical, address_digest, client_digest, closes_at)
   select ${someId}, email_canonical, sha256(email::bytea), 'client', now() + interval '1 hour' from account`,
  secret: `insert into secret (digest, kind, request_id, account_id, credential_version, expires_at)
   select sha256(r.id::text::bytea), 'link', r.id, a.id, 1, r.closes_at from account a join recovery_request r using (email_canonical)`,
  session: `insert into session (digest, account_id, credential_version, expires_at)
   select sha256(id::text::bytea), id, 1, now() + interval '1 hour' from account`,
  message: `insert into message (id, kind, state, request_id) select ${someId}, 'recovery', 'handed-over', id from recovery_request`,
  limiter_bucket: `insert into limiter_bucket (limit_name, subject, spans, most, hits, accepted, expires_at)
   select 'guess-by-address', sha256(id::text::bytea), '{60}', '{5}', '{}', true, closes_at from recovery_request`,
  limiter_streak: `insert into limiter_streak (limit_name, subject, failures)
   select 'guess-in-a-row', address_digest, 1 from recovery_request on conflict do nothing`,
  known_client: `insert into known_client (sign_in_pair) select sha256(id::text::bytea) from account`,
  suppression: `insert into suppression (address_digest, cause, detail, reported_at, recovery_until, until)
   select distinct address_digest, 'bounce', '550', now(), now() + interval '1 day', now() + interval '1 day' from recovery_request`,
  audit_event: `insert into audit_event (kind, outcome, request_id, account_id, address_digest)
   select 'password-changed', 'changed', r.id, s.account_id, r.address_digest from recovery_request r join secret s on s.request_id = r.id`,
  webhook_event: `insert into webhook_event (type, data) select 'mail.failed', '{}' from generate_series(1, ${MANY})`,
  webhook_delivery: `insert into webhook_delivery (event_id, webhook, state, attempts, answer) select id, 'crm', 'delivered', 1, '200' from webhook_event`,
  outbox_job: `insert into outbox_job (kind, payload, due_at)
   select kind, '{}', now() + case kind when 'of-another-version' then interval '0' else interval '1 day' end
   from generate_series(1, ${MANY}), unnest(array['recovery', 'password-changed', 'of-another-version']) kind`,
}
