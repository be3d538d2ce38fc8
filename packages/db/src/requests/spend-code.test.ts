import { randomUUID } from 'node:crypto'
import {
  type AddressDigest,
  CANDIDATE_REQUESTS,
  type CodeDigest,
  TRIES_PER_REQUEST,
} from '@latchkey/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createStores } from '../stores.ts'
import {
  ago,
  changeWith,
  everyTestbed,
  guessLimit,
  hex,
  inPlaceOf,
  minutesFromNow,
  newDigest,
  newPair,
  type StoreTestbed,
  spendOf,
} from '../testing/index.ts'

describe.each(everyTestbed)('the recovery store on %s, shown a code', (_, openTestbed) => {
  let testbed: StoreTestbed
  beforeAll(async () => {
    testbed = await openTestbed()
  })
  afterAll(() => testbed.close())

  const guess = (requestId: string) => testbed.stores.recovery.chargeGuess(requestId, guessLimit)
  const spend = (what: ReturnType<typeof spendOf>) => testbed.stores.recovery.spendCode(what)
  const tries = async (requestId: string) => (await testbed.request(requestId))?.tries

  async function guessTimes(times: number, requestId: string): Promise<string[]> {
    const answers: string[] = []
    for (let i = 0; i < times; i += 1) answers.push(String(await guess(requestId)))
    return answers
  }

  describe('charges a guess', () => {
    test('five times for one request, whether it has an account or not', async () => {
      const { request } = await testbed.mailedAccount()
      const decoy = await testbed.openRequest()
      for (const { id, addressDigest } of [request, decoy]) {
        const answers = await guessTimes(TRIES_PER_REQUEST + 2, id)
        expect(answers.slice(0, 5)).toEqual(Array(5).fill('charged'))
        expect(answers.slice(5)).toEqual(['exhausted', 'exhausted'])
        expect(await tries(id)).toBe(5)
        expect(await testbed.hits(addressDigest, 'guess-by-address')).toBe(5)
      }
    })

    test('to no request that is unknown or closed', async () => {
      expect(await guess(randomUUID())).toBe('unknown')

      const { id, addressDigest } = await testbed.openRequest()
      await testbed.closeRequest(id)
      expect(await guess(id)).toBe('expired')
      expect(await tries(id)).toBe(0)
      expect(await testbed.hits(addressDigest, 'guess-by-address')).toBeUndefined()
    })

    test('to its address too: twenty in a day over all its requests, then its codes are closed', async () => {
      const addressDigest = newDigest()
      const requests = []
      for (let i = 0; i < 5; i += 1) requests.push(await testbed.openRequest({ addressDigest }))
      for (const { id } of requests.slice(0, 4)) {
        expect(await guessTimes(5, id)).toEqual(Array(5).fill('charged'))
      }
      const fifth = requests[4]?.id ?? ''
      expect(await guess(fifth)).toBe('exhausted')
      expect(await guess((await testbed.openRequest()).id)).toBe('charged')

      await testbed.letPass(addressDigest, '24 hours 1 second')
      expect(await guess(fifth)).toBe('charged')
    })

    test('to the request alone where limits are switched off', async () => {
      const options = { queue: testbed.queue, rateLimits: false }
      const { recovery } = createStores(testbed.database, options)
      const { id, addressDigest } = await testbed.openRequest()
      for (let i = 0; i < 5; i += 1) {
        expect(await recovery.chargeGuess(id, guessLimit)).toBe('charged')
      }
      expect(await recovery.chargeGuess(id, guessLimit)).toBe('exhausted')
      expect(await testbed.hits(addressDigest, 'guess-by-address')).toBeUndefined()
    })
  })

  describe('charges a guess by address', () => {
    const byAddress = (addressDigest: AddressDigest) =>
      testbed.stores.recovery.chargeGuessByAddress(addressDigest, guessLimit)

    test('to it and to each of its newest open requests', async () => {
      const addressDigest = newDigest()
      const ids: string[] = []
      for (let i = 0; i < 5; i += 1) ids.push((await testbed.openRequest({ addressDigest })).id)
      await testbed.closeRequest(ids[4] ?? '')

      const charged = await byAddress(addressDigest)
      expect(charged).toEqual({ status: 'charged', requestIds: expect.any(Array) })
      if (charged.status !== 'charged') throw new Error('not charged')
      const newest = ids.slice(4 - CANDIDATE_REQUESTS, 4)
      expect([...charged.requestIds].sort()).toEqual([...newest].sort())
      expect(await Promise.all(ids.map(tries))).toEqual([0, 1, 1, 1, 0])
      expect(await testbed.hits(addressDigest, 'guess-by-address')).toBe(1)
    })

    test('and to those stored under a former digest of it', async () => {
      const [former, addressDigest] = [newDigest(), newDigest()]
      const { id } = await testbed.openRequest({ addressDigest: former })
      const { recovery } = testbed.stores
      expect(await byAddress(addressDigest)).toEqual({ status: 'charged', requestIds: [] })
      expect(await recovery.chargeGuessByAddress(addressDigest, guessLimit, [former])).toEqual({
        status: 'charged',
        requestIds: [id],
      })
      expect(await testbed.hits(addressDigest, 'guess-by-address')).toBe(2)
      expect(await testbed.hits(former, 'guess-by-address')).toBeUndefined()
    })

    test('leaving out requests that had their five', async () => {
      const addressDigest = newDigest()
      const used = await testbed.openRequest({ addressDigest })
      const fresh = await testbed.openRequest({ addressDigest })
      await guessTimes(5, used.id)
      expect(await byAddress(addressDigest)).toEqual({ status: 'charged', requestIds: [fresh.id] })
      expect(await tries(used.id)).toBe(5)
    })

    test('whether it has requests or not, twenty times a day', async () => {
      const stranger = newDigest()
      for (let i = 0; i < 20; i += 1) {
        expect(await byAddress(stranger)).toEqual({ status: 'charged', requestIds: [] })
      }
      expect(await byAddress(stranger)).toEqual({ status: 'exhausted' })
      const { id } = await testbed.openRequest({ addressDigest: stranger })
      expect(await guess(id)).toBe('exhausted')
    })
  })

  describe('finds whose code it is', () => {
    const find = (...candidates: { requestId: string; code: CodeDigest }[]) =>
      testbed.stores.recovery.findCode(
        candidates.map(({ requestId, code }) => ({ requestId, codeDigests: [newDigest(), code] })),
      )

    test('among the candidates, and changes nothing', async () => {
      const { account, request, pair } = await testbed.mailedAccount()
      const other = await testbed.openRequest({ address: account.address })
      const found = { requestId: request.id, owner: account.address }
      const before = [await testbed.secret(pair.code), await testbed.request(request.id)]
      expect(await find(newPair(other.id), pair)).toEqual(found)
      expect(await find(pair)).toEqual(found)
      expect([await testbed.secret(pair.code), await testbed.request(request.id)]).toEqual(before)
    })

    test('unless it is nobody’s, no code, or no longer good', async () => {
      const { request, pair } = await testbed.mailedAccount()
      expect(await find()).toBeUndefined()
      expect(await find(newPair(request.id))).toBeUndefined()
      expect(await find({ requestId: request.id, code: inPlaceOf(pair.link) })).toBeUndefined()

      const spent = await testbed.mint(request.id)
      await testbed.ticketFor(spent)
      expect(await find(spent)).toBeUndefined()
      const expired = await testbed.mint(request.id)
      await testbed.expire(expired.code)
      expect(await find(expired)).toBeUndefined()
      await testbed.stores.recovery.changePassword(changeWith(spent.link))
      expect(await find(pair)).toBeUndefined()
    })

    test('unless the account is disabled', async () => {
      const { account, pair } = await testbed.mailedAccount()
      await testbed.setStatus(account.id, 'disabled')
      expect(await find(pair)).toBeUndefined()
    })
  })

  test('gives a guess back to the request and its address, down to none', async () => {
    const { id, addressDigest } = await testbed.openRequest()
    await guessTimes(2, id)
    for (const left of [1, 0, 0]) {
      await testbed.stores.recovery.refundGuess(id)
      expect(await tries(id)).toBe(left)
      expect(await testbed.hits(addressDigest, 'guess-by-address')).toBe(left)
    }
    await testbed.stores.recovery.refundGuess(randomUUID())
  })

  describe('exchanges it for a ticket', () => {
    test('that lives as long as it was asked to', async () => {
      const { account, request, pair } = await testbed.mailedAccount()
      const ticket = newDigest()
      const spent = await spend(spendOf(pair, ticket))
      expect(spent).toMatchObject({ status: 'spent', owner: account.address })
      if (spent.status !== 'spent') throw new Error('not spent')
      expect(minutesFromNow(spent.ticketExpiresAt)).toBeCloseTo(10, 0)
      expect(await testbed.secret(ticket)).toMatchObject({
        kind: 'ticket',
        request_id: request.id,
        account_id: account.id,
        expires_at: spent.ticketExpiresAt,
      })
      expect(await testbed.stores.recovery.findRight(ticket)).toMatchObject({ status: 'good' })
    })

    test('whichever of its digests it is stored as', async () => {
      const { pair } = await testbed.mailedAccount()
      const either = { ...spendOf(pair), codeDigests: [newDigest(), pair.code, newDigest()] }
      expect(await spend({ ...either, codeDigests: [newDigest()] })).toEqual({ status: 'wrong' })
      expect(await spend(either)).toMatchObject({ status: 'spent' })
    })

    test('once', async () => {
      const { pair } = await testbed.mailedAccount()
      expect(await spend(spendOf(pair))).toMatchObject({ status: 'spent' })
      const second = newDigest()
      expect(await spend(spendOf(pair, second))).toEqual({ status: 'wrong' })
      expect(await testbed.secret(second)).toBeUndefined()
    })

    test('and gives the guess back, once and no more', async () => {
      const { request, pair } = await testbed.mailedAccount()
      await guessTimes(3, request.id)
      await spend(spendOf(pair))
      expect(await tries(request.id)).toBe(2)
      expect(await testbed.hits(request.addressDigest, 'guess-by-address')).toBe(2)

      await spend(spendOf(pair))
      expect(await tries(request.id)).toBe(2)
      expect(await testbed.hits(request.addressDigest, 'guess-by-address')).toBe(2)
    })

    test('even when no guess was charged', async () => {
      const { request, pair } = await testbed.mailedAccount()
      expect(await spend(spendOf(pair))).toMatchObject({ status: 'spent' })
      expect(await tries(request.id)).toBe(0)
    })

    test('and writes that down', async () => {
      const { account, request, pair } = await testbed.mailedAccount()
      const verified = spendOf(pair)
      await spend(verified)
      const [event, ...more] = await testbed.db
        .selectFrom('audit_event')
        .selectAll()
        .where('request_id', '=', request.id)
        .where('kind', '=', 'code-verified')
        .execute()
      expect(more).toEqual([])
      expect(event).toMatchObject({ outcome: 'verified', account_id: account.id })
      expect(hex(event?.client_digest ?? newDigest())).toBe(hex(verified.clientDigest))
    })

    test('many at once, and each hears of its own', async () => {
      const mailed = []
      for (let i = 0; i < 5; i += 1) mailed.push(await testbed.mailedAccount())
      const [first, , third] = mailed
      if (!first || !third) throw new Error('nobody was mailed')
      const [tickets, charged] = await Promise.all([
        Promise.all(
          mailed.map(({ request, pair }) =>
            spend({
              ...spendOf(pair),
              // One tries the code of another.
              ...(pair === first.pair && { codeDigests: [third.pair.code] }),
              // And one spells its request in capitals.
              ...(pair === third.pair && { requestId: request.id.toUpperCase() }),
            }),
          ),
        ),
        Promise.all([...mailed, ...mailed].map(({ request }) => guess(request.id))),
      ])
      expect(tickets).toMatchObject([
        { status: 'wrong' },
        ...mailed.slice(1).map(({ account }) => ({ status: 'spent', owner: account.address })),
      ])
      expect(charged).toEqual(Array(10).fill('charged'))
      expect(await spend(spendOf(first.pair))).toMatchObject({ status: 'spent' })
    })

    test('and gives several guesses at one address back', async () => {
      const { account, request, pair } = await testbed.mailedAccount()
      const { addressDigest } = request
      const second = await testbed.openRequest({ address: account.address, addressDigest })
      const more = await testbed.mint(second.id)
      await guessTimes(2, request.id)
      await guessTimes(2, second.id)
      await Promise.all([spend(spendOf(pair)), spend(spendOf(more))])
      expect(await Promise.all([tries(request.id), tries(second.id)])).toEqual([1, 1])
      expect(await testbed.hits(addressDigest, 'guess-by-address')).toBe(2)
    })

    test('leaving the link of the same mail good', async () => {
      const { pair } = await testbed.mailedAccount()
      await spend(spendOf(pair))
      expect(await testbed.stores.recovery.findRight(pair.link)).toMatchObject({ status: 'good' })
    })
  })

  describe('says no', () => {
    const wrong = { status: 'wrong' }

    test('to digits nobody was sent', async () => {
      const { request } = await testbed.mailedAccount()
      await guess(request.id)
      expect(await spend(spendOf(newPair(request.id)))).toEqual(wrong)
      expect(await tries(request.id)).toBe(1)
    })

    test('to a code under another request, even of the same account', async () => {
      const { account, pair } = await testbed.mailedAccount()
      const other = await testbed.openRequest({ address: account.address })
      expect(await spend({ ...spendOf(pair), requestId: other.id })).toEqual(wrong)
      expect(await spend(spendOf(pair))).toMatchObject({ status: 'spent' })
    })

    test('to a link or a ticket in the place of a code', async () => {
      const { request, pair } = await testbed.mailedAccount()
      const ticket = await testbed.ticketFor(pair)
      for (const code of [pair.link, ticket]) {
        expect(await spend(spendOf({ requestId: request.id, code: inPlaceOf(code) }))).toEqual(
          wrong,
        )
      }
      expect(await testbed.stores.recovery.findRight(pair.link)).toMatchObject({ status: 'good' })
      expect(await testbed.stores.recovery.findRight(ticket)).toMatchObject({ status: 'good' })
    })

    test('to a code whose time is over', async () => {
      const { pair } = await testbed.mailedAccount()
      await testbed.expire(pair.code)
      expect(await spend(spendOf(pair))).toEqual(wrong)
    })

    test('to a code that was called back', async () => {
      const { pair } = await testbed.mailedAccount()
      const voided = { voided_at: ago('1 second') }
      await testbed.db.updateTable('secret').set(voided).where('digest', '=', pair.code).execute()
      expect(await spend(spendOf(pair))).toEqual(wrong)
    })

    test('to every code once the password was changed', async () => {
      const { request, pair } = await testbed.mailedAccount()
      const second = await testbed.mint(request.id)
      await testbed.stores.recovery.changePassword(changeWith(pair.link))
      expect(await spend(spendOf(pair))).toEqual(wrong)
      expect(await spend(spendOf(second))).toEqual(wrong)
    })

    test.each(['disabled', 'deleted'])('for an account that is %s', async (fate) => {
      const { account, pair } = await testbed.mailedAccount()
      if (fate === 'disabled') await testbed.setStatus(account.id, 'disabled')
      else await testbed.deleteAccount(account.id)
      const ticket = newDigest()
      expect(await spend(spendOf(pair, ticket))).toEqual(wrong)
      expect(await testbed.secret(ticket)).toBeUndefined()
    })

    test('and keeps the code good when writing the ticket fails', async () => {
      const { request, pair } = await testbed.mailedAccount()
      await guess(request.id)
      const spent = testbed.whileBroken('audit_event', () => spend(spendOf(pair)))
      await expect(spent).rejects.toThrow('broken on purpose')
      expect(await tries(request.id)).toBe(1)
      expect(await spend(spendOf(pair))).toMatchObject({ status: 'spent' })
    })
  })
})
