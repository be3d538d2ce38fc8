import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newPair, preparationOf, type StoreTestbed, storeTestbeds } from '../testing/index.ts'

const ok = { status: 'handed-over', answer: '250 ok' } as const
const busy = { status: 'delayed', failure: 'busy', answer: '451 later', seconds: 60 } as const
const no = { status: 'dead', failure: 'refused', answer: '550 no' } as const

/* What the store contract says of messages is not said again here. */

describe.each(storeTestbeds)('the message store on %s', (_, openTestbed) => {
  let testbed: StoreTestbed
  beforeAll(async () => {
    testbed = await openTestbed()
  })
  afterAll(() => testbed.close())

  const prepare: StoreTestbed['prepare'] = (pair, change) => testbed.prepare(pair, change)

  const message = (id: string) =>
    testbed.db.selectFrom('message').selectAll().where('id', '=', id).executeTakeFirst()

  const secretsOf = (requestId: string) =>
    testbed.db.selectFrom('secret').selectAll().where('request_id', '=', requestId).execute()

  const audited = (requestId: string) =>
    testbed.db.selectFrom('audit_event').selectAll().where('request_id', '=', requestId).execute()

  async function requested() {
    const account = await testbed.addAccount()
    const request = await testbed.openRequest({ address: account.address })
    const [job] = await testbed.jobs(request.id)
    const pair = { ...newPair(request.id), messageId: job?.id ?? '' }
    await testbed.claimed(pair.messageId)
    return { request, pair }
  }

  describe('a recovery email', () => {
    test.each(['no-account', 'disabled', 'limit'] as const)(
      'that is suppressed (%s) says so in its row, and has no secret',
      async (reason) => {
        const account = await testbed.addAccount()
        const request = await testbed.openRequest({ address: account.address })
        if (reason === 'disabled') await testbed.setStatus(account.id, 'disabled')
        if (reason === 'no-account') await testbed.deleteAccount(account.id)

        const pair = newPair(request.id)
        const answer = await prepare(pair, { withheld: reason === 'limit' })
        expect(answer).toEqual({ status: 'suppressed', reason })
        expect(await secretsOf(request.id)).toEqual([])
        expect(await message(pair.messageId)).toMatchObject({ state: 'suppressed', detail: reason })
        expect(await audited(request.id)).toHaveLength(1)
      },
    )

    test('that is tried again counts its attempts, and is audited once', async () => {
      const { request, pair } = await requested()
      const attempts = [pair, newPair(request.id), newPair(request.id)].map((each) => ({
        ...each,
        messageId: pair.messageId,
      }))
      for (const attempt of attempts) {
        await testbed.claimed(pair.messageId)
        expect(await prepare(attempt)).toMatchObject({ status: 'ready', brokeOff: false })
        await testbed.record(pair.messageId, busy)
      }
      expect(await message(pair.messageId)).toMatchObject({ state: 'delayed', attempts: 3 })
      expect(await audited(request.id)).toHaveLength(1)
    })
  })

  test('a notice has a row of its own kind', async () => {
    const { id: accountId } = await testbed.addAccount()
    const occurredAt = new Date().toISOString()
    const job = { kind: 'password-changed', accountId, occurredAt } as const
    const jobId = randomUUID()
    const attempt = { jobId, claim: 0, queuedAt: new Date(), job }
    await testbed.stores.messages.prepare([preparationOf(attempt)])
    await testbed.record(jobId, ok)
    expect(await message(jobId)).toMatchObject({
      kind: 'password-changed',
      state: 'handed-over',
      detail: '250 ok',
    })
  })

  test('an email in the place of another has a row of the kind that was sent', async () => {
    const { address } = await testbed.addAccount({ passwordHash: null })
    const pair = newPair((await testbed.openRequest({ address })).id)
    await prepare(pair)
    expect(await message(pair.messageId)).toMatchObject({ kind: 'no-password', state: 'sending' })
  })

  describe('the row of a message', () => {
    test.each([busy, no])('has the reason of its end: $status', async (end) => {
      const { pair } = await requested()
      await prepare(pair)
      await testbed.record(pair.messageId, end)
      expect(await message(pair.messageId)).toMatchObject({
        state: end.status,
        failure: end.failure,
        detail: end.answer,
      })
    })

    test('counts the attempts after which the email may have left', async () => {
      const { request, pair } = await requested()
      await prepare(pair)
      await testbed.record(pair.messageId, { ...busy, failure: 'unclear' })
      expect(await message(pair.messageId)).toMatchObject({ unclear: 1, failure: 'unclear' })
      await prepare({ ...newPair(request.id), messageId: pair.messageId })
      const again = await prepare({ ...newPair(request.id), messageId: pair.messageId })
      expect(again).toMatchObject({ status: 'ready', tries: 3, brokeOff: true })
      expect(await message(pair.messageId)).toMatchObject({ unclear: 2 })
    })

    test('of a job that could not be read is a dead letter', async () => {
      const { request, pair } = await requested()
      const job = { kind: 'recovery', requestId: request.id, withheld: false } as const
      const attempt = { jobId: pair.messageId, claim: 0, queuedAt: new Date(), job }
      await testbed.stores.messages.bury(attempt, 'It could not be read')
      expect(await message(pair.messageId)).toMatchObject({
        kind: 'recovery',
        state: 'dead',
        failure: 'unmailable',
        detail: 'It could not be read',
        request_id: request.id,
      })
    })

    test('takes any answer, also one that no column can hold', async () => {
      const { pair } = await requested()
      await prepare(pair)
      await testbed.record(pair.messageId, { ...ok, answer: '250 \0 \ud800 ok' })
      expect(await message(pair.messageId)).toMatchObject({ state: 'handed-over' })
    })
  })
})
