import { randomUUID } from 'node:crypto'
import { type WebhookEventType, webhookEventTypes, webhookJobKind } from '@latchkey/core'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createDeliveryTroubles } from '../messages/delivery-trouble.ts'
import { createOperator, type Operator } from '../operator/index.ts'
import {
  changeWith,
  everyTestbed,
  newPair,
  reportWith,
  type StoreTestbed,
} from '../testing/index.ts'
import { createWebhookStore, type WebhookStore } from './webhook-store.ts'
import { writeEvents } from './write-events.ts'

const crm = { name: 'crm', url: 'https://crm.example.test/hook', types: webhookEventTypes }
const by = { operator: 'ada', reason: 'asked by phone' }

describe.each(everyTestbed)('events for webhooks on %s', (_, openTestbed) => {
  let testbed: StoreTestbed
  let webhooks: WebhookStore
  let operator: Operator
  beforeAll(async () => {
    testbed = await openTestbed()
    webhooks = createWebhookStore(testbed.database)
    operator = createOperator(testbed.database, testbed.queue)
  })
  beforeEach(async () => {
    await sql`delete from webhook_event`.execute(testbed.db)
    await sql`delete from outbox_job`.execute(testbed.db)
    await sql`delete from webhook`.execute(testbed.db)
    await webhooks.configure([crm])
  })
  afterAll(() => testbed.close())

  const events = async () => {
    const rows = await testbed.db
      .selectFrom('webhook_event')
      .select(['id', 'type', 'data'])
      .orderBy('at')
      .orderBy('type')
      .execute()
    return rows
  }
  const told = async () => (await events()).map(({ type, data }) => ({ type, data }))
  const jobs = async (webhook = 'crm') => {
    const waiting = testbed.db.selectFrom('outbox_job').select('payload')
    const rows = await waiting.where('kind', '=', webhookJobKind(webhook)).execute()
    return rows.map(({ payload }) => (payload as { eventId: string }).eventId)
  }
  const clear = () => sql`delete from webhook_event`.execute(testbed.db)

  test('a reset tells who changed, that sessions ended, and how it was proved', async () => {
    const { account, request, pair } = await testbed.mailedAccount()
    await clear()
    await testbed.stores.recovery.changePassword(changeWith(pair.link))
    const about = { accountId: account.id, requestId: request.id }
    expect(await told()).toEqual([
      { type: 'account.password_changed', data: { ...about, by: 'link' } },
      { type: 'account.sessions_ended', data: { ...about, because: 'password-changed' } },
    ])
    expect((await jobs()).toSorted()).toEqual(
      expect.arrayContaining((await events()).map(({ id }) => id)),
    )
  })

  test('a reset with a code says so', async () => {
    const { pair } = await testbed.mailedAccount()
    const ticket = await testbed.ticketFor(pair)
    await clear()
    await testbed.stores.recovery.changePassword(changeWith(ticket))
    expect((await told())[0]?.data).toMatchObject({ by: 'code' })
  })

  test('only the winner of a race is told of, and nothing that was rolled back', async () => {
    const { account, pair } = await testbed.mailedAccount()
    const others = await Promise.all([testbed.mailFor(account), testbed.mailFor(account)])
    await clear()
    const spend = (link: typeof pair.link) =>
      testbed.stores.recovery.changePassword(changeWith(link))
    await testbed.whileBroken('audit_event', async () => {
      await expect(spend(pair.link)).rejects.toThrow()
    })
    expect(await told()).toEqual([])
    await Promise.all([pair, ...others.map((other) => other.pair)].map(({ link }) => spend(link)))
    expect((await told()).map(({ type }) => type)).toEqual([
      'account.password_changed',
      'account.sessions_ended',
    ])
  })

  test('"this was not me" is told of', async () => {
    const { account, token } = await testbed.noticedAccount()
    const report = reportWith(token)
    await testbed.stores.recovery.reportNotMe(report)
    const about = { accountId: account.id, requestId: report.request.id }
    expect(await told()).toEqual([
      { type: 'account.not_me_reported', data: about },
      { type: 'account.sessions_ended', data: { ...about, because: 'not-me-reported' } },
    ])
  })

  test('a request is told of when its email leaves, once, and of known accounts alone', async () => {
    const account = await testbed.addAccount()
    const request = await testbed.openRequest({ address: account.address })
    expect(await told()).toEqual([])
    const pair = newPair(request.id)
    await testbed.prepare(pair)
    await testbed.prepare(pair)
    const stranger = await testbed.openRequest()
    await testbed.prepare(newPair(stranger.id))
    const data = { accountId: account.id, requestId: request.id }
    expect(await told()).toEqual([{ type: 'account.recovery_requested', data }])
  })

  test('an email that is given up is told of by its ids', async () => {
    const { account, request, pair } = await testbed.mailedAccount()
    await sql`insert into outbox_job (id, kind, payload) values (${pair.messageId}, 'recovery', '{}')`.execute(
      testbed.db,
    )
    await testbed.claimed(pair.messageId)
    await clear()
    await testbed.record(pair.messageId, { status: 'dead', failure: 'refused', answer: '550' })
    const about = { messageId: pair.messageId, accountId: account.id, requestId: request.id }
    expect(await told()).toEqual([{ type: 'mail.failed', data: { ...about, failure: 'refused' } }])
  })

  test('an email whose job could not be read is told of as well', async () => {
    const request = await testbed.openRequest()
    const { messageId } = newPair(request.id)
    await sql`insert into outbox_job (id, kind, payload) values (${messageId}, 'recovery', '{}')`.execute(
      testbed.db,
    )
    await testbed.claimed(messageId)
    await clear()
    const job = { kind: 'recovery', requestId: request.id, withheld: false } as const
    const attempt = { jobId: messageId, claim: 0, queuedAt: new Date(), job }
    await testbed.stores.messages.bury(attempt, 'It could not be read')
    const about = { messageId, accountId: null, requestId: request.id }
    expect(await told()).toEqual([
      { type: 'mail.failed', data: { ...about, failure: 'unmailable' } },
    ])
  })

  test('an email that is left out because of a bounce is told of, with why', async () => {
    const { account, request, pair } = await testbed.mailedAccount()
    await sql`insert into outbox_job (id, kind, payload) values (${pair.messageId}, 'recovery', '{}')`.execute(
      testbed.db,
    )
    await testbed.claimed(pair.messageId)
    await clear()
    await testbed.record(pair.messageId, { status: 'suppressed', reason: 'bounced' })
    const about = { messageId: pair.messageId, accountId: account.id, requestId: request.id }
    expect(await told()).toEqual([
      { type: 'mail.suppressed', data: { ...about, reason: 'bounced' } },
    ])
  })

  test('mail that is held is told of once, and when it goes on', async () => {
    const troubles = createDeliveryTroubles(testbed.database)
    const worker = randomUUID()
    const trouble = { failure: 'setup', answer: '535 no', seconds: 5 } as const
    await troubles.note(worker, trouble)
    await troubles.note(worker, trouble)
    await troubles.forget(worker)
    await troubles.forget(worker)
    expect(await told()).toEqual([
      { type: 'mail.held', data: { failure: 'setup' } },
      { type: 'mail.resumed', data: { failure: 'setup' } },
    ])
  })

  test('a revocation is told of with who did it and why', async () => {
    const { account } = await testbed.mailedAccount()
    await clear()
    await operator.revokeAccount(account.address.canonical, by)
    await operator.revokeAll(by)
    expect(await told()).toEqual([
      { type: 'account.revoked', data: { accountId: account.id, ...by } },
      {
        type: 'account.sessions_ended',
        data: { accountId: account.id, requestId: null, because: 'revoked' },
      },
      { type: 'accounts.revoked', data: by },
    ])
  })

  test('without a webhook nothing is written, and each gets only what it wants', async () => {
    await webhooks.configure([])
    await operator.revokeAll(by)
    expect(await told()).toEqual([])
    const wants = (name: string, ...types: WebhookEventType[]) => ({ ...crm, name, types })
    await webhooks.configure([
      wants('reports', 'account.not_me_reported'),
      wants('audit', 'accounts.revoked', 'limit.reached'),
    ])
    await operator.revokeAll(by)
    await writeEvents(testbed.db, [
      { type: 'limit.reached', data: { limit: 'request-in-all' } },
      { type: 'mail.held', data: { failure: 'setup' } },
    ])
    expect((await told()).map(({ type }) => type)).toEqual(['accounts.revoked', 'limit.reached'])
    expect([(await jobs('reports')).length, (await jobs('audit')).length]).toEqual([0, 2])
  })

  test('a webhook that is gone gets no jobs; its events wait until it is on again', async () => {
    await operator.revokeAll(by)
    const [first] = await events()
    if (!first) throw new Error('expected an event')
    const end = { eventId: first.id, webhook: 'crm', answer: '410' }
    expect(await webhooks.find(first.id, 'crm')).toMatchObject({ tries: 0, state: 'waiting' })
    await webhooks.record({ ...end, state: 'gone' })
    expect(await webhooks.find(first.id, 'crm')).toMatchObject({ tries: 1, state: 'off' })
    await operator.revokeAll(by)
    expect(await jobs()).toEqual([first.id])

    expect(await webhooks.configure([crm])).toEqual({ off: ['crm'] })
    await operator.revokeAll(by)
    expect(await events()).toHaveLength(3)
    const everything = { ids: undefined, webhook: undefined, delivered: false }
    expect(await operator.retryEvents(everything, by)).toBe(0)
    expect(await webhooks.switchOn('crm')).toBe(true)
    expect(await operator.retryEvents(everything, by)).toBe(3)
    const { entries } = await operator.listAudit({
      ...{ kind: 'webhook-events', operator: undefined, accountId: undefined },
      ...{ requestId: undefined, before: undefined, limit: 1 },
    })
    expect(entries).toMatchObject([{ outcome: 'retried', ...by, count: 3 }])
    expect((await jobs()).toSorted()).toEqual((await events()).map(({ id }) => id).toSorted())

    await webhooks.record({ ...end, state: 'gone' })
    expect(await webhooks.configure([{ ...crm, url: 'https://elsewhere.test/' }])).toEqual({
      off: [],
    })
  })

  test('what was delivered stays delivered, and can be sent again on purpose', async () => {
    await operator.revokeAll(by)
    const [event] = await events()
    if (!event) throw new Error('expected an event')
    await webhooks.record({ eventId: event.id, webhook: 'crm', state: 'delayed', answer: '500' })
    await webhooks.record({ eventId: event.id, webhook: 'crm', state: 'delivered', answer: '204' })
    await webhooks.record({ eventId: event.id, webhook: 'crm', state: 'dead', answer: 'late\0r' })
    expect(await operator.findEvent(event.id)).toMatchObject({
      deliveries: [{ webhook: 'crm', state: 'delivered', attempts: 2, answer: '204' }],
    })
    await sql`delete from outbox_job`.execute(testbed.db)
    const again = { ids: [event.id], webhook: 'crm', delivered: false }
    expect(await operator.retryEvents(again, by)).toBe(0)
    expect(await operator.retryEvents({ ...again, delivered: true }, by)).toBe(1)
    expect(await webhooks.find(event.id, 'crm')).toMatchObject({ tries: 0, state: 'waiting' })
    expect(await operator.listEvents({ type: undefined, dead: true, limit: 9 })).toEqual([])
    expect(await operator.listEvents({ type: undefined, dead: false, limit: 9 })).toMatchObject([
      { id: event.id, deliveries: [{ state: 'delayed', nextAt: expect.any(Date) }] },
    ])
  })

  test('knows for how long the end of sessions has not arrived', async () => {
    expect(await webhooks.oldestUnsent()).toBe(0)
    const { pair } = await testbed.mailedAccount()
    await testbed.stores.recovery.changePassword(changeWith(pair.link))
    await sql`update webhook_event set at = at - interval '90 seconds'`.execute(testbed.db)
    expect(await webhooks.oldestUnsent()).toBeGreaterThanOrEqual(90)
    await webhooks.configure([])
    expect(await webhooks.oldestUnsent()).toBe(0)
    await webhooks.configure([crm])
    expect(await webhooks.oldestUnsent()).toBeGreaterThanOrEqual(90)
    await sql`delete from outbox_job`.execute(testbed.db)
    expect(await webhooks.oldestUnsent()).toBe(0)
  })

  test('what waits for a webhook that is no more is dropped, except for what a worker holds', async () => {
    await operator.revokeAll(by)
    await operator.revokeAll(by)
    await webhooks.configure([])
    await sql`update outbox_job set leased_at = now() where id = (select min(id::text)::uuid from outbox_job)`.execute(
      testbed.db,
    )
    expect(await operator.dropEvents('siem', by)).toEqual({ status: 'dropped', count: 0 })
    expect(await operator.dropEvents('crm', by)).toEqual({ status: 'dropped', count: 1 })
    expect(await jobs()).toHaveLength(1)
    await sql`update outbox_job set leased_at = now() - interval '2 minutes'`.execute(testbed.db)
    expect(await operator.dropEvents('crm', by)).toEqual({ status: 'dropped', count: 1 })
    const drops = testbed.db
      .selectFrom('audit_event')
      .select(['outcome', 'operator', 'reason', 'count'])
    const drop = { outcome: 'dropped', operator: 'ada', reason: 'webhook crm: asked by phone' }
    expect(await drops.where('kind', '=', 'webhook-jobs').execute()).toEqual(
      Array(2).fill({ ...drop, count: 1 }),
    )
  })

  test('what was dropped says so, is no failure, and can be delivered if the webhook comes back', async () => {
    await operator.revokeAll(by)
    await operator.revokeAll(by)
    await operator.revokeAll(by)
    const [tried, waiting, arrived] = (await events()).map(({ id }) => id)
    if (!tried || !waiting || !arrived) throw new Error('expected three events')
    await webhooks.record({ eventId: tried, webhook: 'crm', state: 'delayed', answer: '500' })
    await webhooks.record({ eventId: arrived, webhook: 'crm', state: 'delivered', answer: '204' })
    expect(await operator.findRemovedWebhooks(undefined)).toEqual([])
    await webhooks.configure([])
    expect(await operator.findRemovedWebhooks([waiting])).toEqual(['crm'])
    expect(await operator.findEvent(waiting)).toMatchObject({ deliveries: [{ removed: true }] })
    expect(await operator.dropEvents('crm', by)).toEqual({ status: 'dropped', count: 3 })
    expect(await operator.findRemovedWebhooks([tried])).toEqual(['crm'])
    expect(await operator.findRemovedWebhooks([arrived])).toEqual([])
    expect(await operator.findRemovedWebhooks(undefined)).toEqual(['crm'])
    const dropped = {
      ...{ state: 'dead', dropped: true, answer: 'dropped by an operator', nextAt: undefined },
    }
    const deliveryOf = async (id: string) => (await operator.findEvent(id))?.deliveries
    expect(await deliveryOf(tried)).toMatchObject([{ ...dropped, attempts: 1 }])
    expect(await deliveryOf(waiting)).toMatchObject([{ ...dropped, attempts: 0 }])
    expect(await deliveryOf(arrived)).toMatchObject([
      { state: 'delivered', dropped: false, removed: false },
    ])
    const dead = await operator.listEvents({ type: undefined, dead: true, limit: 9 })
    expect(dead.map(({ id }) => id).toSorted()).toEqual([tried, waiting].toSorted())
    expect(await operator.listWebhooks()).toMatchObject([
      { name: 'crm', delivered: 1, waiting: 0, failed: 0, lastFailure: undefined },
    ])

    await webhooks.configure([crm])
    const again = { ids: [tried], webhook: undefined, delivered: false }
    expect(await operator.retryEvents(again, by)).toBe(1)
    expect(await deliveryOf(tried)).toMatchObject([
      { state: 'delayed', dropped: false, answer: undefined, nextAt: expect.any(Date) },
    ])
  })

  test('nothing is dropped while a worker has the webhook, even one that is off', async () => {
    await operator.revokeAll(by)
    const waiting = await jobs()
    for (const state of ['on', 'off'] as const) {
      await testbed.db.updateTable('webhook').set({ state }).execute()
      expect(await operator.dropEvents('crm', by)).toEqual({ status: 'in-use' })
    }
    expect(waiting).toHaveLength(1)
    expect(await jobs()).toEqual(waiting)
  })

  test('the purge takes events after a week, with jobs that nobody claims', async () => {
    await operator.revokeAll(by)
    const waits = sql`update outbox_job set created_at = created_at - interval '8 days'`
    await waits.execute(testbed.db)
    await sql`update webhook_event set at = at - interval '8 days'`.execute(testbed.db)
    await webhooks.configure([])
    expect(await testbed.stores.recovery.purge()).toMatchObject({ webhookEvents: 2 })
    expect(await events()).toEqual([])
  })
})
