import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLimitHits } from '../limits/limit-hits.ts'
import {
  ago,
  changeWith,
  hex,
  newDigest,
  newPair,
  type StoreTestbed,
  spendOf,
  storeTestbeds,
} from '../testing/index.ts'
import { createOperator, type Operator } from './index.ts'

const by = { operator: 'night shift', reason: 'a ticket' }
const anyAudit = {
  ...{ kind: undefined, operator: undefined, accountId: undefined, requestId: undefined },
  ...{ before: undefined, limit: 50 },
}

describe.each(storeTestbeds)('what the page of operators reads on %s', (_, openTestbed) => {
  let testbed: StoreTestbed
  let operator: Operator
  beforeAll(async () => {
    testbed = await openTestbed()
    operator = createOperator(testbed.database, testbed.queue)
  })
  afterAll(() => testbed.close())

  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)

  async function asked(hours = 0) {
    const account = await testbed.addAccount()
    const request = await testbed.openRequest({ address: account.address })
    const [job] = await testbed.jobs(request.id)
    const messageId = job?.id ?? randomUUID()
    if (hours > 0) {
      await testbed.db
        .updateTable('recovery_request')
        .set({ created_at: ago(`${hours} hours`) } as never)
        .where('id', '=', request.id)
        .execute()
    }
    return { account, request, messageId }
  }

  async function emailed(hours = 0) {
    const one = await asked(hours)
    const pair = await testbed.mint(one.request.id, { messageId: one.messageId })
    await testbed.claimed(one.messageId)
    await testbed.record(one.messageId, { status: 'handed-over', answer: '250 ok' })
    return { ...one, pair }
  }

  test('a played day: who asked, got an email, opened it and changed the password', async () => {
    const before = await operator.countFunnel(hoursAgo(24))
    await asked()
    await emailed()
    const opened = await emailed()
    // Twice, by a mail filter and by its owner: it is one request.
    await testbed.stores.recovery.findRight(opened.pair.link)
    await testbed.stores.recovery.findRight(opened.pair.link)
    const byCode = await emailed()
    const ticket = newDigest()
    await testbed.stores.recovery.spendCode(spendOf(byCode.pair, ticket))
    const changed = await emailed()
    await testbed.stores.recovery.findRight(changed.pair.link)
    await testbed.stores.recovery.changePassword(changeWith(changed.pair.link))
    const straight = await emailed()
    await testbed.stores.recovery.changePassword(changeWith(straight.pair.link))
    const givenUp = await asked()
    await testbed.mint(givenUp.request.id, { messageId: givenUp.messageId })
    await testbed.claimed(givenUp.messageId)
    await testbed.record(givenUp.messageId, {
      ...{ status: 'dead', failure: 'refused', answer: '550 no such user' },
    })

    const after = await operator.countFunnel(hoursAgo(24))
    expect({
      asked: after.asked - before.asked,
      emailed: after.emailed - before.emailed,
      opened: after.opened - before.opened,
      changed: after.changed - before.changed,
    }).toEqual({ asked: 7, emailed: 5, opened: 4, changed: 2 })
    expect(after.notEmailed).toMatchObject({ failed: 1 })
    expect(await operator.countTroubled()).toMatchObject({ failed: 1 })
  })

  test('an older request is in the longer span only', async () => {
    const [day, week] = [
      await operator.countFunnel(hoursAgo(24)),
      await operator.countFunnel(hoursAgo(168)),
    ]
    await asked(30)
    expect((await operator.countFunnel(hoursAgo(24))).asked).toBe(day.asked)
    expect((await operator.countFunnel(hoursAgo(168))).asked).toBe(week.asked + 1)
  })

  test('requests that get no email are counted by their reason', async () => {
    const request = await testbed.openRequest()
    const [job] = await testbed.jobs(request.id)
    await testbed.prepare({ ...newPair(request.id), messageId: job?.id ?? '' })
    const { notEmailed } = await operator.countFunnel(hoursAgo(1))
    expect(notEmailed['no-account']).toBeGreaterThanOrEqual(1)
  })

  test('emails without a link are counted by their kind, and not as a link', async () => {
    const before = await operator.countFunnel(hoursAgo(1))
    const { address } = await testbed.addAccount({ passwordHash: null })
    const request = await testbed.openRequest({ address })
    const [job] = await testbed.jobs(request.id)
    const messageId = job?.id ?? ''
    await testbed.mint(request.id, { messageId })
    await testbed.claimed(messageId)
    await testbed.record(messageId, { status: 'handed-over', answer: '250 ok' })
    const after = await operator.countFunnel(hoursAgo(1))
    expect(after).toMatchObject({
      ...{ asked: before.asked + 1, emailed: before.emailed },
      notEmailed: before.notEmailed,
      withoutLink: { 'no-password': before.withoutLink['no-password'] + 1, 'no-account': 0 },
    })
  })

  test('that a link was opened is written once, and is in the story of its request', async () => {
    const { request, pair } = await emailed()
    await testbed.stores.recovery.findRight(pair.link)
    await testbed.stores.recovery.findRight(pair.link)
    await testbed.stores.recovery.findRight(newDigest())
    const rows = await testbed.db
      .selectFrom('audit_event')
      .selectAll()
      .where('kind', '=', 'link-opened')
      .where('request_id', '=', request.id)
      .execute()
    expect(rows).toMatchObject([{ outcome: 'opened' }])
    const story = await operator.findRequests({ requestId: request.id })
    expect(story?.requests[0]?.linkOpenedAt).toEqual(rows[0]?.at)
  })

  test('limits are added up by the hour, over processes', async () => {
    const hits = createLimitHits(testbed.database)
    await hits.add([
      { limit: 'request-by-client', hits: 3 },
      { limit: 'guess-in-all', hits: 1 },
    ])
    await hits.add([{ limit: 'request-by-client', hits: 4 }])
    await hits.add([])
    await testbed.db
      .insertInto('limit_hit')
      .values({ limit_name: 'request-by-client', hour: hoursAgo(50), hits: 10 })
      .execute()
    expect(await hits.counts()).toMatchObject([
      { limit: 'request-by-client', lastHour: 7, lastDay: 7, lastWeek: 17 },
      { limit: 'guess-in-all', lastHour: 1, lastDay: 1, lastWeek: 1 },
    ])
  })

  test('a search is in the audit trail, with the digest of the address', async () => {
    const addressDigest = newDigest()
    await operator.recordSearch({ operator: by.operator, addressDigest })
    const { entries } = await operator.listAudit({ ...anyAudit, kind: 'searched' })
    expect(entries).toMatchObject([
      {
        ...{ kind: 'searched', outcome: 'address', operator: by.operator },
        addressDigest: hex(addressDigest),
      },
    ])
  })

  test('a retry is in the audit trail with its request, by whom and why', async () => {
    const { request, messageId } = await asked()
    await testbed.mint(request.id, { messageId })
    await testbed.claimed(messageId)
    const said = { failure: 'busy', answer: '451 later' } as const
    await testbed.record(messageId, { status: 'delayed', ...said, seconds: 480 })
    await operator.retryMessage(messageId, by)
    const { entries } = await operator.listAudit({ ...anyAudit, requestId: request.id })
    expect(entries[0]).toMatchObject({ kind: 'message-retried', outcome: 'hurried', ...by })
    await operator.retryMessage(randomUUID(), by)
    const retried = await operator.listAudit({ ...anyAudit, kind: 'message-retried' })
    expect(retried.entries).toHaveLength(1)
  })

  test('the audit trail is paged from new to old, without a gap', async () => {
    const seen: string[] = []
    let before: string | undefined
    for (;;) {
      const { entries, next } = await operator.listAudit({ ...anyAudit, before, limit: 3 })
      seen.push(...entries.map(({ id }) => id))
      if (next === undefined) break
      before = next
    }
    const rows = await testbed.db
      .selectFrom('audit_event')
      .select('id')
      .orderBy('id', 'desc')
      .execute()
    expect(seen).toEqual(rows.map(({ id }) => String(id)))
  })

  test('a rare kind is looked for in parts, which lead on', async () => {
    await sql`insert into audit_event (kind, outcome) select 'requested', 'accepted'
      from generate_series(1, 100500)`.execute(testbed.db)
    const first = await operator.listAudit({ ...anyAudit, kind: 'message-retried' })
    expect(first.entries).toEqual([])
    expect(first.next).toBeDefined()
    const second = await operator.listAudit({
      ...{ ...anyAudit, kind: 'message-retried', before: first.next },
    })
    expect(second).toMatchObject({ entries: [{ kind: 'message-retried' }], next: undefined })
    // One that has an index is found at once.
    const named = await operator.listAudit({ ...anyAudit, operator: by.operator })
    expect(named.entries.length).toBeGreaterThanOrEqual(2)
  })

  test('emails are paged from new to old, those of one moment too', async () => {
    const all = await operator.listMessages({ state: undefined, limit: 1_000 })
    await sql`update message set created_at = (select max(created_at) from message)`.execute(
      testbed.db,
    )
    const seen: string[] = []
    let after: string | undefined
    for (;;) {
      const page = await operator.listMessages({ state: undefined, limit: 2, after })
      if (page.length === 0) break
      seen.push(...page.map(({ id }) => id))
      after = page.at(-1)?.id
    }
    expect(new Set(seen)).toEqual(new Set(all.map(({ id }) => id)))
    expect(seen).toHaveLength(all.length)
    expect(
      await operator.listMessages({ state: undefined, limit: 2, after: randomUUID() }),
    ).toEqual([])
  })

  test('a mark changes with its list and with no other', async () => {
    const first = await operator.marks()
    expect(await operator.marks()).toEqual(first)
    const { request, messageId } = await asked()
    const second = await operator.marks()
    await testbed.mint(request.id, { messageId })
    const third = await operator.marks()
    expect(third.emails).not.toBe(second.emails)
    expect(third.limits).toBe(first.limits)
    expect(third.webhooks).toBe(first.webhooks)
    await createLimitHits(testbed.database).add([{ limit: 'guess-in-all', hits: 1 }])
    expect((await operator.marks()).limits).not.toBe(third.limits)
  })

  test('leases and webhooks', async () => {
    const { messageId } = await asked()
    const before = await operator.leases()
    await testbed.claimed(messageId)
    expect(await operator.leases()).toMatchObject({ jobs: before.jobs + 1 })

    await sql`insert into webhook (name, url, types)
      values ('app', 'https://app.example.com/hook', array['account.revoked'])`.execute(testbed.db)
    const owner = await testbed.addAccount()
    await operator.revokeAccount(owner.address.canonical, by)
    const [event] = await operator.listEvents({ type: undefined, dead: false, limit: 10 })
    expect(await operator.listWebhooks()).toMatchObject([
      { name: 'app', state: 'on', delivered: 0, waiting: 1, failed: 0, lastFailure: undefined },
    ])
    await sql`insert into webhook_delivery (event_id, webhook, state, attempts, answer)
      values (${event?.id}, 'app', 'dead', 9, '500')`.execute(testbed.db)
    await sql`delete from outbox_job where kind = 'webhook:app'`.execute(testbed.db)
    const failed = await operator.listWebhooks()
    expect(failed).toMatchObject([{ waiting: 0, failed: 1, lastFailure: { answer: '500' } }])
    const which = { ids: [event?.id ?? ''], webhook: 'app', delivered: false }
    expect(await operator.retryEvents(which, by)).toBe(1)
    expect(await operator.listWebhooks()).toMatchObject([{ waiting: 1, failed: 0 }])
  })
})
