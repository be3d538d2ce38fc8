import { randomUUID } from 'node:crypto'
import type { Prepared, PreparedEmail } from '@latchkey/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  changeWith,
  mintedFrom,
  minutesFromNow,
  newPair,
  preparationOf,
  type StoreTestbed,
  spendOf,
  storeTestbeds,
} from '../testing/index.ts'

const ok = { status: 'handed-over', answer: '250 ok' } as const
const busy = { status: 'delayed', failure: 'busy', answer: '451 later', seconds: 60 } as const
const no = { status: 'dead', failure: 'refused', answer: '550 no' } as const

function readyEmail(prepared: Prepared | undefined): PreparedEmail {
  if (prepared?.status !== 'ready') throw new Error('The email is not ready')
  return prepared
}

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

  async function asked(options: { locale?: string } = {}) {
    const account = await testbed.addAccount(options)
    const request = await testbed.openRequest({ address: account.address, locale: 'fr' })
    const [job] = await testbed.jobs(request.id)
    const pair = { ...newPair(request.id), messageId: job?.id ?? '' }
    await testbed.claimed(pair.messageId)
    return { account, request, pair }
  }

  describe('a recovery mail', () => {
    test('is ready for the owner, with all it has to say', async () => {
      const { account, pair } = await asked()
      const prepared = await prepare(pair)
      expect(prepared).toEqual({
        status: 'ready',
        kind: 'recovery',
        owner: account.address,
        locale: 'fr',
        tries: 1,
        brokeOff: false,
        preparedAt: expect.any(Date),
        request: { device: 'Firefox on Windows', requestedAt: expect.any(Date) },
        expiresAt: { link: expect.any(Date), code: expect.any(Date) },
      })
      const { request, preparedAt, expiresAt } = readyEmail(prepared)
      expect(minutesFromNow(request?.requestedAt)).toBeCloseTo(0, 0)
      expect(minutesFromNow(preparedAt)).toBeCloseTo(0, 0)
      expect(minutesFromNow(expiresAt.link)).toBeCloseTo(60, 0)
      expect(minutesFromNow(expiresAt.code)).toBeCloseTo(10, 0)
      expect((await testbed.secret(pair.link))?.expires_at).toEqual(expiresAt.link)
      expect((await testbed.secret(pair.code))?.expires_at).toEqual(expiresAt.code)
      expect(await message(pair.messageId)).toMatchObject({
        kind: 'recovery',
        state: 'sending',
        attempts: 1,
        request_id: pair.requestId,
        account_id: account.id,
      })
    })

    test('goes to the address as registered, in the account’s language', async () => {
      const account = await testbed.addAccount({
        email: `Ada.L@${randomUUID()}.Example`,
        locale: 'de',
      })
      const { id } = await testbed.openRequest({
        address: { ...account.address, registered: account.address.canonical },
      })
      const prepared = await prepare(newPair(id))
      expect(prepared).toMatchObject({ status: 'ready', owner: account.address, locale: 'de' })
    })

    test.each(['no-account', 'disabled', 'limit'] as const)(
      'is suppressed for the reason "%s", and no secret exists',
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

    test('is dead after an hour, though its request is open', async () => {
      const { pair } = await asked()
      const queuedAt = (minutes: number) => new Date(Date.now() - minutes * 60_000)
      expect(await prepare(pair, { queuedAt: queuedAt(60.1) })).toEqual({
        status: 'dead',
        reason: 'expired',
      })
      const { pair: other } = await asked()
      expect(await prepare(other, { queuedAt: queuedAt(59.5) })).toMatchObject({ status: 'ready' })
    })

    test('is dead once its request is closed or gone', async () => {
      const { request, pair } = await asked()
      await testbed.closeRequest(request.id)
      expect(await prepare(pair)).toEqual({ status: 'dead', reason: 'expired' })
      expect(await message(pair.messageId)).toMatchObject({ state: 'dead', detail: 'expired' })
      expect(await secretsOf(request.id)).toEqual([])
      expect(await prepare(newPair(randomUUID()))).toEqual({ status: 'dead', reason: 'expired' })
    })

    test.each(['handed-over', 'dead', 'suppressed'])(
      'that is %s is not prepared again',
      async (end) => {
        const { request, pair } = await asked()
        await prepare(pair, { withheld: end === 'suppressed' })
        if (end === 'handed-over') await testbed.record(pair.messageId, ok)
        if (end === 'dead') await testbed.record(pair.messageId, no)
        const before = await secretsOf(request.id)

        const again = { ...newPair(request.id), messageId: pair.messageId }
        expect(await prepare(again)).toEqual({ status: 'handed-over' })
        expect(await secretsOf(request.id)).toEqual(before)
        expect(await message(pair.messageId)).toMatchObject({ state: end, attempts: 1 })
      },
    )

    test('may be tried again and again: each attempt counts, and each pair works', async () => {
      const { request, pair } = await asked()
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
      for (const { link, code } of attempts) {
        expect(await testbed.stores.recovery.findRight(link)).toMatchObject({ status: 'good' })
        const spend = spendOf({ requestId: request.id, code })
        expect(await testbed.stores.recovery.spendCode(spend)).toMatchObject({ status: 'spent' })
      }
    })

    test('that draws the same six digits again prolongs them, and revives none that were spent', async () => {
      const { request, pair } = await asked()
      await prepare(pair)
      await testbed.expire(pair.code)
      const again = { ...newPair(request.id), code: pair.code }
      expect(await prepare(again)).toMatchObject({ status: 'ready' })
      expect(minutesFromNow((await testbed.secret(pair.code))?.expires_at)).toBeCloseTo(10, 0)

      await testbed.ticketFor(pair)
      await prepare({ ...newPair(request.id), code: pair.code })
      expect(await testbed.stores.recovery.spendCode(spendOf(pair))).toEqual({ status: 'wrong' })
    })

    test('that waited has its full lifetimes, but never outlives its request', async () => {
      const account = await testbed.addAccount()
      const request = await testbed.openRequest({
        address: account.address,
        lifetimes: { requestMinutes: 5, codeMinutes: 5 },
      })
      const end = (await testbed.request(request.id))?.closes_at
      const prepared = await prepare(newPair(request.id))
      expect(readyEmail(prepared).expiresAt).toEqual({ link: end, code: end })
    })

    test('minted just before the password changed carries nothing that works', async () => {
      const { account, request, pair } = await testbed.mailedAccount()
      const moved = { credential_version: 2 }
      await testbed.db.updateTable('account').set(moved).where('id', '=', account.id).execute()
      const { recovery } = testbed.stores
      expect(await recovery.findRight(pair.link)).toEqual({ status: 'none', reason: 'voided' })
      expect(await recovery.changePassword(changeWith(pair.link))).toMatchObject({ status: 'none' })
      expect(await recovery.spendCode(spendOf(pair))).toEqual({ status: 'wrong' })
      expect(await recovery.findRight((await testbed.mint(request.id)).link)).toMatchObject({
        status: 'good',
      })
    })
  })

  describe('a notice', () => {
    const prepareNotice = async (
      accountId: string,
      options: { id?: string; hoursAgo?: number } = {},
    ) => {
      const changedAt = new Date(Date.now() - (options.hoursAgo ?? 0) * 3_600_000).toISOString()
      const job = { kind: 'password-changed', accountId, changedAt } as const
      const messageId = options.id ?? randomUUID()
      const attempt = { messageId, claim: 0, queuedAt: new Date(), job }
      return (await testbed.stores.messages.prepare([preparationOf(attempt)]))[0]
    }

    test('is ready for the owner, of a disabled account too', async () => {
      const { id, address } = await testbed.addAccount({ locale: 'de' })
      const ready = {
        status: 'ready',
        kind: 'password-changed',
        owner: address,
        locale: 'de',
        tries: 1,
        brokeOff: false,
        request: undefined,
        preparedAt: expect.any(Date),
        expiresAt: {},
      }
      expect(await prepareNotice(id)).toEqual(ready)
      await testbed.setStatus(id, 'disabled')
      expect(await prepareNotice(id)).toEqual(ready)
    })

    test('is dead after a day', async () => {
      const { id } = await testbed.addAccount()
      expect(await prepareNotice(id, { hoursAgo: 23.9 })).toMatchObject({ status: 'ready' })
      expect(await prepareNotice(id, { hoursAgo: 24.1 })).toEqual({
        status: 'dead',
        reason: 'expired',
      })
    })

    test('has nobody to go to when the account is gone', async () => {
      expect(await prepareNotice(randomUUID())).toEqual({
        status: 'suppressed',
        reason: 'no-account',
      })
    })

    test('is handed over once', async () => {
      const account = await testbed.addAccount()
      const id = randomUUID()
      await prepareNotice(account.id, { id })
      await testbed.record(id, ok)
      expect(await prepareNotice(account.id, { id })).toEqual({ status: 'handed-over' })
      expect(await message(id)).toMatchObject({
        kind: 'password-changed',
        state: 'handed-over',
        detail: '250 ok',
      })
    })
  })

  describe('many at once', () => {
    test('are each answered in their order, whatever became of the others', async () => {
      const { account, request, pair } = await asked()
      const other = await asked()
      const closed = await asked()
      await testbed.closeRequest(closed.request.id)
      const nobody = await testbed.openRequest()
      const recoveryFor = (messageId: string, requestId: string, withheld = false) =>
        preparationOf(
          {
            messageId,
            claim: 0,
            queuedAt: new Date(),
            job: { kind: 'recovery', requestId, withheld },
          },
          mintedFrom(newPair(requestId)),
        )
      const changedAt = new Date().toISOString()
      const notice = preparationOf({
        messageId: randomUUID(),
        claim: 0,
        queuedAt: new Date(),
        job: { kind: 'password-changed', accountId: account.id, changedAt },
      })
      const prepared = await testbed.stores.messages.prepare([
        recoveryFor(closed.pair.messageId, closed.request.id),
        recoveryFor(pair.messageId, request.id),
        notice,
        recoveryFor(randomUUID(), nobody.id),
        recoveryFor(randomUUID(), other.request.id, true),
        recoveryFor(other.pair.messageId, other.request.id),
      ])
      expect(prepared).toMatchObject([
        { status: 'dead', reason: 'expired' },
        { status: 'ready', owner: account.address },
        { status: 'ready', owner: account.address, kind: 'password-changed' },
        { status: 'suppressed', reason: 'no-account' },
        { status: 'suppressed', reason: 'limit' },
        { status: 'ready', owner: other.account.address },
      ])
      expect(await secretsOf(request.id)).toHaveLength(2)
      expect(await secretsOf(other.request.id)).toHaveLength(2)
      expect(await secretsOf(nobody.id)).toEqual([])
      // The job of one that came to its end went with it.
      expect(await testbed.jobs(closed.request.id)).toEqual([])
      expect(await testbed.jobs(request.id)).toHaveLength(1)

      await testbed.claimed(other.pair.messageId)
      const seconds = await testbed.stores.messages.record([
        { attempt: recoveryFor(pair.messageId, request.id).attempt, ...ok },
        { attempt: recoveryFor(randomUUID(), request.id).attempt, ...ok },
        { attempt: recoveryFor(other.pair.messageId, other.request.id).attempt, ...busy },
      ])
      expect(seconds).toEqual([expect.any(Number), undefined, expect.any(Number)])
      expect(await testbed.jobs(request.id)).toEqual([])
      expect(await testbed.jobs(other.request.id)).toMatchObject([{ leased: false }])
    })
  })

  describe('what became of a message', () => {
    test.each([busy, no])('is written down with its reason: $status', async (end) => {
      const { pair } = await asked()
      await prepare(pair)
      await testbed.record(pair.messageId, end)
      expect(await message(pair.messageId)).toMatchObject({
        state: end.status,
        failure: end.failure,
        detail: end.answer,
      })
    })

    test('does not count when it was not the mail’s fault', async () => {
      const { request, pair } = await asked()
      await prepare(pair)
      const held = { status: 'held', failure: 'setup', answer: '535 no', seconds: 0 } as const
      await testbed.record(pair.messageId, held)
      expect(await message(pair.messageId)).toMatchObject({ state: 'delayed', attempts: 0 })
      expect(await testbed.jobs(request.id)).toMatchObject([{ leased: false }])
    })

    test('counts what may have left, be it said so or left unsaid', async () => {
      const { request, pair } = await asked()
      await prepare(pair)
      await testbed.record(pair.messageId, { ...busy, failure: 'unclear' })
      expect(await message(pair.messageId)).toMatchObject({ unclear: 1, failure: 'unclear' })
      await prepare({ ...newPair(request.id), messageId: pair.messageId })
      const again = await prepare({ ...newPair(request.id), messageId: pair.messageId })
      expect(again).toMatchObject({ status: 'ready', tries: 3, brokeOff: true })
      expect(await message(pair.messageId)).toMatchObject({ unclear: 2 })
    })

    test('is not changed by a worker that wakes up late: the job is another one’s', async () => {
      const { request, pair } = await asked()
      await prepare(pair)
      await testbed.claimed(pair.messageId, 7)
      for (const end of [busy, no]) {
        expect(await testbed.record(pair.messageId, end, 6)).toBeUndefined()
      }
      expect(await message(pair.messageId)).toMatchObject({ state: 'sending' })
      expect(await testbed.jobs(request.id)).toMatchObject([{ leased: true }])
      await testbed.record(pair.messageId, { ...ok, answer: '250 by the next worker' }, 7)
      await testbed.record(pair.messageId, { ...ok, answer: '250 late' }, 6)
      expect(await message(pair.messageId)).toMatchObject({ detail: '250 by the next worker' })
    })

    test('a mail that did leave counts, whatever another attempt said, and ends its job', async () => {
      const { request, pair } = await asked()
      await prepare(pair)
      await testbed.record(pair.messageId, busy)
      await testbed.record(pair.messageId, { ...ok, answer: '250 after all' }, 3)
      expect(await message(pair.messageId)).toMatchObject({ state: 'handed-over' })
      expect(await testbed.jobs(request.id)).toEqual([])
    })

    test('may hold what no column takes', async () => {
      const { pair } = await asked()
      await prepare(pair)
      await testbed.record(pair.messageId, { ...ok, answer: '250 \0 \ud800 ok' })
      expect(await message(pair.messageId)).toMatchObject({ state: 'handed-over' })
    })
  })
})
