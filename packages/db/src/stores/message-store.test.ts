import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  changeWith,
  minutesFromNow,
  newPair,
  type Pair,
  type StoreHouse,
  spendOf,
  storeHouses,
} from '../testing/index.ts'

const lifetimes = { linkMinutes: 60, codeMinutes: 10 }

describe.each(storeHouses)('the message store on %s', (_, openHouse) => {
  let house: StoreHouse
  beforeAll(async () => {
    house = await openHouse()
  })
  afterAll(() => house.close())

  const prepare = ({ messageId, requestId, link, code }: Pair, change = {}) =>
    house.stores.messages.prepareRecovery({
      messageId,
      requestId,
      withheld: false,
      link,
      code,
      lifetimes,
      ...change,
    })

  const message = (id: string) =>
    house.db.selectFrom('message').selectAll().where('id', '=', id).executeTakeFirst()

  const secretsOf = (requestId: string) =>
    house.db.selectFrom('secret').selectAll().where('request_id', '=', requestId).execute()

  const audited = (requestId: string) =>
    house.db.selectFrom('audit_event').selectAll().where('request_id', '=', requestId).execute()

  async function asked(options: { locale?: string } = {}) {
    const account = await house.addAccount(options)
    const request = await house.openRequest({ address: account.address, locale: 'fr' })
    return { account, request, pair: newPair(request.id) }
  }

  describe('a recovery mail', () => {
    test('is ready for the owner, with all it has to say', async () => {
      const { account, pair } = await asked()
      const prepared = await prepare(pair)
      expect(prepared).toEqual({
        status: 'ready',
        owner: account.address,
        locale: 'fr',
        device: 'Firefox on Windows',
        requestedAt: expect.any(Date),
        linkExpiresAt: expect.any(Date),
        codeExpiresAt: expect.any(Date),
      })
      if (prepared.status !== 'ready') throw new Error('not ready')
      expect(minutesFromNow(prepared.requestedAt)).toBeCloseTo(0, 0)
      expect(minutesFromNow(prepared.linkExpiresAt)).toBeCloseTo(60, 0)
      expect(minutesFromNow(prepared.codeExpiresAt)).toBeCloseTo(10, 0)
      expect((await house.secret(pair.link))?.expires_at).toEqual(prepared.linkExpiresAt)
      expect((await house.secret(pair.code))?.expires_at).toEqual(prepared.codeExpiresAt)
      expect(await message(pair.messageId)).toMatchObject({
        kind: 'recovery',
        state: 'sending',
        attempts: 1,
        request_id: pair.requestId,
        account_id: account.id,
      })
    })

    test('goes to the address as registered, in the account’s language', async () => {
      const account = await house.addAccount({
        email: `Ada.L@${randomUUID()}.Example`,
        locale: 'de',
      })
      const { id } = await house.openRequest({
        address: { ...account.address, registered: account.address.canonical },
      })
      const prepared = await prepare(newPair(id))
      expect(prepared).toMatchObject({ status: 'ready', owner: account.address, locale: 'de' })
    })

    test.each(['no-account', 'disabled', 'no-password', 'limit'] as const)(
      'is suppressed for the reason "%s", and no secret exists',
      async (reason) => {
        const account = await house.addAccount(
          reason === 'no-password' ? { passwordHash: null } : {},
        )
        const request = await house.openRequest({ address: account.address })
        if (reason === 'disabled') await house.setStatus(account.id, 'disabled')
        if (reason === 'no-account') await house.deleteAccount(account.id)

        const pair = newPair(request.id)
        const answer = await prepare(pair, { withheld: reason === 'limit' })
        expect(answer).toEqual({ status: 'suppressed', reason })
        expect(await secretsOf(request.id)).toEqual([])
        expect(await message(pair.messageId)).toMatchObject({ state: 'suppressed', detail: reason })
        expect(await audited(request.id)).toHaveLength(1)
      },
    )

    test('is dead once its request is closed or gone', async () => {
      const { request, pair } = await asked()
      await house.closeRequest(request.id)
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
        if (end === 'handed-over') {
          await house.stores.messages.recordHandover(pair.messageId, '250 ok')
        }
        if (end === 'dead') {
          await house.stores.messages.recordFailure(pair.messageId, '550 no', 'dead')
        }
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
        expect(await prepare(attempt)).toMatchObject({ status: 'ready' })
        await house.stores.messages.recordFailure(pair.messageId, '451 later', 'delayed')
      }
      expect(await message(pair.messageId)).toMatchObject({ state: 'delayed', attempts: 3 })
      expect(await audited(request.id)).toHaveLength(1)
      for (const { link, code } of attempts) {
        expect(await house.stores.recovery.findRight(link)).toMatchObject({ status: 'good' })
        const spend = spendOf({ requestId: request.id, code })
        expect(await house.stores.recovery.spendCode(spend)).toMatchObject({ status: 'spent' })
      }
    })

    test('that draws the same six digits again prolongs them, and revives none that were spent', async () => {
      const { request, pair } = await asked()
      await prepare(pair)
      await house.expire(pair.code)
      const again = { ...newPair(request.id), code: pair.code }
      expect(await prepare(again)).toMatchObject({ status: 'ready' })
      expect(minutesFromNow((await house.secret(pair.code))?.expires_at)).toBeCloseTo(10, 0)

      await house.ticketFor(pair)
      await prepare({ ...newPair(request.id), code: pair.code })
      expect(await house.stores.recovery.spendCode(spendOf(pair))).toEqual({ status: 'wrong' })
    })

    test('that waited has its full lifetimes, but never outlives its request', async () => {
      const account = await house.addAccount()
      const request = await house.openRequest({
        address: account.address,
        lifetimes: { requestMinutes: 5, codeMinutes: 5 },
      })
      const end = (await house.request(request.id))?.closes_at
      const prepared = await prepare(newPair(request.id))
      expect(prepared).toMatchObject({ linkExpiresAt: end, codeExpiresAt: end })
    })

    test('minted just before the password changed carries nothing that works', async () => {
      const { account, request, pair } = await house.mailedAccount()
      const moved = { credential_version: 2 }
      await house.db.updateTable('account').set(moved).where('id', '=', account.id).execute()
      const { recovery } = house.stores
      expect(await recovery.findRight(pair.link)).toEqual({ status: 'none', reason: 'voided' })
      expect(await recovery.changePassword(changeWith(pair.link))).toMatchObject({ status: 'none' })
      expect(await recovery.spendCode(spendOf(pair))).toEqual({ status: 'wrong' })
      expect(await recovery.findRight((await house.mint(request.id)).link)).toMatchObject({
        status: 'good',
      })
    })
  })

  describe('a notice', () => {
    const prepareNotice = (accountId: string, options: { id?: string; hoursAgo?: number } = {}) =>
      house.stores.messages.prepareNotice({
        messageId: options.id ?? randomUUID(),
        accountId,
        changedAt: new Date(Date.now() - (options.hoursAgo ?? 0) * 3_600_000),
      })

    test('is ready for the owner, of a disabled account too', async () => {
      const { id, address } = await house.addAccount({ locale: 'de' })
      const ready = { status: 'ready', owner: address, locale: 'de' }
      expect(await prepareNotice(id)).toEqual(ready)
      await house.setStatus(id, 'disabled')
      expect(await prepareNotice(id)).toEqual(ready)
    })

    test('is dead after a day', async () => {
      const { id } = await house.addAccount()
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
      const account = await house.addAccount()
      const id = randomUUID()
      await prepareNotice(account.id, { id })
      await house.stores.messages.recordHandover(id, '250 ok')
      expect(await prepareNotice(account.id, { id })).toEqual({ status: 'handed-over' })
      expect(await message(id)).toMatchObject({
        kind: 'password-changed',
        state: 'handed-over',
        detail: '250 ok',
      })
    })
  })

  describe('what became of a message', () => {
    test.each(['delayed', 'dead'] as const)('is written down when it is %s', async (state) => {
      const { pair } = await asked()
      await prepare(pair)
      await house.stores.messages.recordFailure(pair.messageId, 'the answer', state)
      expect(await message(pair.messageId)).toMatchObject({ state, detail: 'the answer' })
    })

    test('is not taken back by a worker that wakes up late', async () => {
      const { pair } = await asked()
      await prepare(pair)
      await house.stores.messages.recordHandover(pair.messageId, '250 by the next worker')
      await house.stores.messages.recordFailure(pair.messageId, 'connection lost', 'delayed')
      expect(await message(pair.messageId)).toMatchObject({
        state: 'handed-over',
        detail: '250 by the next worker',
      })
    })

    test('a mail that did leave counts, whatever another attempt said', async () => {
      const { pair } = await asked()
      await prepare(pair)
      await house.stores.messages.recordFailure(pair.messageId, '451 later', 'delayed')
      await house.stores.messages.recordHandover(pair.messageId, '250 after all')
      expect(await message(pair.messageId)).toMatchObject({ state: 'handed-over' })
    })
  })
})
