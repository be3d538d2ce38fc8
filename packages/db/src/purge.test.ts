import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Schema } from './schema.ts'
import {
  ago,
  changeWith,
  charge,
  guessLimit,
  holdOpen,
  newDigest,
  newSubjects,
  type StoreTestbed,
  storeTestbeds,
  unlimited,
} from './testing/index.ts'

const nothing = {
  secrets: 0,
  expiredUnused: 0,
  requests: 0,
  messages: 0,
  sessions: 0,
  limiterBuckets: 0,
  auditEvents: 0,
  suppressions: 0,
  webhookEvents: 0,
  pageFiles: 0,
}

describe.each(storeTestbeds)('the purge on %s', (kind, openTestbed) => {
  let testbed: StoreTestbed
  beforeAll(async () => {
    testbed = await openTestbed()
  })
  beforeEach(() =>
    sql`truncate account, recovery_request, secret, session, message,
    limiter_bucket, limiter_slice, limiter_streak, known_client, audit_event,
    suppression`.execute(testbed.db),
  )
  afterAll(() => testbed.close())

  const purge = () => testbed.stores.recovery.purge()
  const count = async (table: keyof Schema) => {
    const { rows } = await sql<{
      n: number
    }>`select count(*)::int n from ${sql.table(table)}`.execute(testbed.db)
    return rows[0]?.n
  }

  async function aWholeStory() {
    const charges = { ...unlimited, client: [charge(5)], inAll: [{ seconds: 60, most: 5 }] }
    const account = await testbed.addAccount()
    const request = await testbed.openRequest({ address: account.address, charges })
    const pair = await testbed.mint(request.id)
    await testbed.stores.recovery.chargeGuess(request.id, guessLimit)
    await testbed.stores.sessions.open({
      tokenDigest: newDigest(),
      accountId: account.id,
      credentialVersion: 1,
      idleMinutes: 120,
      absoluteMinutes: 1440,
      clientDigest: newDigest(),
      ...newSubjects(),
    })
    return { account, request, pair }
  }

  async function endSecrets(interval: string) {
    await testbed.db
      .updateTable('secret')
      .set({ expires_at: ago(interval) })
      .execute()
  }

  test('keeps everything that is live', async () => {
    const { request, pair } = await aWholeStory()
    expect(await purge()).toEqual(nothing)
    expect(await testbed.stores.recovery.findRight(pair.link)).toMatchObject({ status: 'good' })
    expect(await testbed.request(request.id)).toBeDefined()
    expect(await count('session')).toBe(1)
    expect(await count('limiter_bucket')).toBe(4)
    expect(await count('limiter_slice')).toBe(2)
    expect(await count('limiter_streak')).toBe(1)
    expect(await count('known_client')).toBe(1)
  })

  test('deletes secrets a day after they expired, and counts the unused ones', async () => {
    const { request, pair } = await aWholeStory()
    await endSecrets('23 hours 59 minutes')
    expect(await purge()).toEqual(nothing)
    expect(await testbed.stores.recovery.findRight(pair.link)).toMatchObject({ reason: 'expired' })

    const used = await testbed.mint(request.id)
    await testbed.ticketFor(used)
    await endSecrets('24 hours 1 minute')
    // Two pairs and a ticket, of which one code was spent.
    expect(await purge()).toEqual({ ...nothing, secrets: 5, expiredUnused: 4 })
    expect(await testbed.stores.recovery.findRight(pair.link)).toMatchObject({ reason: 'unknown' })
    expect(await testbed.request(request.id)).toBeDefined()
  })

  test('deletes suppressions 90 days after their end, so that the next one is longer until then', async () => {
    const digest = newDigest()
    await testbed.stores.suppressions.report([
      { digest, cause: 'bounced', at: new Date(), detail: '550', messageId: undefined },
    ])
    const end = (age: string) =>
      testbed.db
        .updateTable('suppression')
        .set({ until: ago(age) })
        .execute()
    await end('89 days')
    expect(await purge()).toEqual(nothing)
    await end('91 days')
    expect(await purge()).toEqual({ ...nothing, suppressions: 1 })
  })

  test('does not count secrets that a change of the password voided', async () => {
    const { pair } = await aWholeStory()
    await testbed.stores.recovery.changePassword(changeWith(pair.link))
    await endSecrets('2 days')
    expect(await purge()).toMatchObject({ secrets: 2, expiredUnused: 0 })
  })

  test.each([
    ['requests', 'recovery_request', 'created_at', '7 days'],
    ['messages', 'message', 'created_at', '7 days'],
    ['sessions', 'session', 'expires_at', '0 seconds'],
    ['limiterBuckets', 'limiter_bucket', 'expires_at', '0 seconds'],
    ['limiterBuckets', 'limiter_slice', 'ends_at', '0 seconds'],
    ['limiterBuckets', 'limiter_streak', 'failed_at', '7 days'],
    ['limiterBuckets', 'known_client', 'seen_at', '180 days'],
    ['auditEvents', 'audit_event', 'at', '90 days'],
  ] as const)('removes %s when their time is over', async (what, table, column, age) => {
    await aWholeStory()
    const before = (await count(table)) ?? 0
    const makeOlder = (than: string) =>
      sql`update ${sql.table(table)} set ${sql.ref(column)} =
        clock_timestamp() - ${age}::interval + ${than}::interval`.execute(testbed.db)

    await makeOlder('5 minutes')
    expect(await purge()).toEqual(nothing)
    await makeOlder('-1 second')
    expect(await purge()).toMatchObject({ [what]: before })
    expect(before).toBeGreaterThan(0)
    expect(await count(table)).toBe(0)
    expect(await count('account')).toBe(1)
  })

  test('keeps long streaks of failures for 90 days', async () => {
    await aWholeStory()
    await testbed.db
      .updateTable('limiter_streak')
      .set({ failures: 5, failed_at: ago('89 days') })
      .execute()
    expect(await purge()).toEqual(nothing)
    await testbed.db
      .updateTable('limiter_streak')
      .set({ failed_at: ago('91 days') })
      .execute()
    expect(await purge()).toEqual({ ...nothing, limiterBuckets: 1 })
  })

  test('keeps what strangers were refused for a week, and the rest of the audit trail longer', async () => {
    const { account } = await aWholeStory()
    const kept = await count('audit_event')
    const refused = { kind: 'password-changed', outcome: 'refused', at: ago('8 days') } as const
    await testbed.db
      .insertInto('audit_event')
      .values([refused, { ...refused, account_id: account.id }])
      .execute()
    await testbed.db
      .updateTable('audit_event')
      .set({ at: ago('8 days') })
      .execute()
    expect(await purge()).toEqual({ ...nothing, auditEvents: 1 })
    expect(await count('audit_event')).toBe((kept ?? 0) + 1)
  })

  test('deletes thousands of rows in one purge, in batches', async () => {
    const { account, request } = await aWholeStory()
    await sql`
      insert into secret (digest, kind, request_id, account_id, credential_version, expires_at)
      select sha256(n::text::bytea), 'link', ${request.id}, ${account.id}, 1,
        clock_timestamp() - case when n <= 2500 then interval '2 days' else interval '2 hours' end
      from generate_series(1, 3000) n`.execute(testbed.db)
    expect(await purge()).toEqual({ ...nothing, secrets: 2500, expiredUnused: 2500 })
    expect(await count('secret')).toBe(500 + 2)
    expect(await purge()).toEqual(nothing)
  })

  if (kind === 'PostgreSQL')
    describe('run by two processes', () => {
      async function agedEvents(count: number) {
        await sql`insert into audit_event (kind, outcome, at)
        select 'requested', 'accepted', clock_timestamp() - interval '91 days'
        from generate_series(1, ${count}::integer)`.execute(testbed.db)
      }

      test('at once share the work, and count each row once', async () => {
        const neighbour = await testbed.openNeighbour()
        await agedEvents(8_000)
        const purged = await Promise.all([
          testbed.stores.recovery.purge(),
          neighbour.stores.recovery.purge(),
        ])
        expect(purged.map((each) => each.auditEvents).reduce((a, b) => a + b)).toBe(8_000)
      })

      test('do not wait for a row that a reset has locked', async () => {
        const { request, pair } = await testbed.mailedAccount()
        await testbed.db
          .updateTable('secret')
          .set({ expires_at: ago('2 days') })
          .execute()
        await testbed.db.transaction().execute(async (trx) => {
          await holdOpen(trx)
          await trx
            .selectFrom('secret')
            .select('digest')
            .where('digest', '=', pair.link)
            .forUpdate()
            .execute()
          expect(await testbed.stores.recovery.purge()).toMatchObject({ secrets: 1 })
        })
        expect(await testbed.stores.recovery.purge()).toMatchObject({ secrets: 1 })
        expect(await testbed.request(request.id)).toBeDefined()
      })
    })
})
