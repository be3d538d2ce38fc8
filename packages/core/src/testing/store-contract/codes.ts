import { describe, expect, test } from 'vitest'
import type { AddressDigest } from '../../digest.ts'
import type { GuessLimits } from '../../ports/index.ts'
import {
  changeWith,
  charge,
  guessLimit,
  inPlaceOf,
  newDigest,
  newId,
  newPair,
  newSubjects,
  spendOf,
  unlimited,
} from '../made-up.ts'
import { rateLimited, type Scene } from './scene.ts'

const wrong = { status: 'wrong' }

export function codeStories(sceneOf: () => Scene) {
  const guess = (requestId: string, limits = guessLimit) =>
    sceneOf().recovery.chargeGuess(requestId, limits)
  const guessTimes = async (times: number, requestId: string, limits = guessLimit) => {
    const answers = []
    for (let n = 0; n < times; n += 1) answers.push(await guess(requestId, limits))
    return answers
  }
  const charged = (times: number) => Array.from({ length: times }, () => 'charged')

  describe('a guess', () => {
    test('is charged five times per request, whether it has an account or not', async () => {
      const scene = sceneOf()
      const { request } = await scene.emailedAccount()
      const decoy = await scene.openRequest()
      for (const { id } of [request, decoy]) {
        expect(await guessTimes(6, id)).toEqual([...charged(5), 'exhausted'])
      }
    })

    test('is not charged to a request that expired or never existed', async () => {
      const scene = sceneOf()
      const { id } = await scene.openRequest()
      expect(await guess(newId())).toBe('unknown')
      await scene.letTimePass({ hours: 2 })
      expect(await guess(id)).toBe('expired')
    })

    test('finds its request in any spelling of the id', async () => {
      const { id } = await sceneOf().openRequest()
      expect(await guess(id.toUpperCase())).toBe('charged')
    })

    test('counts against the address too, over all its requests, for a day', async () => {
      const scene = sceneOf()
      const addressDigest = newDigest()
      const open = async () => (await scene.openRequest({ addressDigest })).id
      for (let n = 0; n < 4; n += 1) expect(await guessTimes(5, await open())).toEqual(charged(5))
      expect(await guess(await open())).toBe('exhausted')
      const { id } = await scene.openRequest()
      expect(await guess(id)).toBe('charged')

      await scene.letTimePass({ hours: 24 })
      expect(await guess(await open())).toBe('charged')
    })

    test('counts against the streak of the address, however long it takes', async () => {
      const scene = sceneOf()
      const three: GuessLimits = { ...guessLimit, 'guess-in-a-row': 3 }
      const addressDigest = newDigest()
      const guessAtAddress = async () => {
        const { id } = await scene.openRequest({ addressDigest })
        return guess(id, three)
      }
      for (let n = 0; n < 3; n += 1) {
        expect(await guessAtAddress()).toBe('charged')
        await scene.letTimePass({ hours: 25 })
      }
      expect(await guessAtAddress()).toBe('exhausted')

      // A sign-in would show to strangers who try codes.
      await scene.signIn(await scene.addAccount(), newSubjects(addressDigest))
      expect(await guessAtAddress()).toBe('exhausted')
      const { pair } = await scene.emailedAccount()
      await scene.recovery.changePassword({
        ...changeWith(pair.link),
        ...newSubjects(addressDigest),
      })
      expect(await guessAtAddress()).toBe('charged')
    })

    test('counts against the global budget, and no code is checked above it', async () => {
      const scene = sceneOf()
      await scene.letTimePass({ hours: 2 })
      const three: GuessLimits = {
        ...guessLimit,
        'guess-in-all': [{ seconds: 3600, most: 3 }],
      }
      const { request, pair } = await scene.emailedAccount()
      expect(await guessTimes(3, request.id, three)).toEqual(charged(3))
      const other = await scene.openRequest()
      expect(await guess(other.id, three)).toEqual(rateLimited)
      expect(await guess(newId(), three)).toEqual(rateLimited)
      expect(await scene.recovery.chargeGuessByAddress(newDigest(), three)).toEqual(rateLimited)

      // A correct code is not counted.
      await scene.recovery.spendCode(spendOf(pair))
      expect(await guess(other.id, three)).toBe('charged')
      expect(await guess(other.id, three)).toEqual(rateLimited)
      await scene.letTimePass({ hours: 2 })
    })

    test('that is not checked is not counted against the global budget', async () => {
      const scene = sceneOf()
      await scene.letTimePass({ hours: 2 })
      const six: GuessLimits = { ...guessLimit, 'guess-in-all': [{ seconds: 3600, most: 6 }] }
      const { id } = await scene.openRequest()
      await guessTimes(9, id, six)
      const other = await scene.openRequest()
      expect(await guess(other.id, six)).toBe('charged')
      expect(await guess(other.id, six)).toEqual(rateLimited)
      await scene.letTimePass({ hours: 2 })
    })

    test('that was refunded can be made again, down to none', async () => {
      const scene = sceneOf()
      const { id } = await scene.openRequest()
      await guessTimes(5, id)
      await scene.recovery.refundGuess(id)
      expect(await guessTimes(2, id)).toEqual(['charged', 'exhausted'])

      const untouched = await scene.openRequest()
      await scene.recovery.refundGuess(untouched.id)
      expect(await guessTimes(6, untouched.id)).toEqual([...charged(5), 'exhausted'])
    })
  })

  describe('a guess by address', () => {
    const byAddress = (digest: AddressDigest, former?: AddressDigest[], limits = guessLimit) =>
      sceneOf().recovery.chargeGuessByAddress(digest, limits, former)

    test('counts against the address and its five newest open requests', async () => {
      const scene = sceneOf()
      const addressDigest = newDigest()
      const ids: string[] = []
      for (let n = 0; n < 7; n += 1) ids.push((await scene.openRequest({ addressDigest })).id)
      const answer = await byAddress(addressDigest)
      expect(requestIdsOf(answer)).toEqual(ids.slice(2).sort())
      for (let n = 0; n < 4; n += 1) await byAddress(addressDigest)
      expect(requestIdsOf(await byAddress(addressDigest))).toEqual([])
    })

    test('is not compared with requests whose emails were withheld, however many there are', async () => {
      const scene = sceneOf()
      const addressDigest = newDigest()
      const charges = { ...unlimited, address: charge(1) }
      const { id } = await scene.openRequest({ addressDigest, charges })
      const strange = []
      for (let n = 0; n < 6; n += 1) {
        strange.push((await scene.openRequest({ addressDigest, charges })).id)
      }
      expect(requestIdsOf(await byAddress(addressDigest))).toEqual([id])

      // A resend that is not withheld gives its request a code.
      await scene.letTimePass({ hours: 1 })
      const [again = ''] = strange
      await scene.recovery.resend({ requestId: again, charges, codeLifetimeMinutes: 10 })
      expect(requestIdsOf(await byAddress(addressDigest))).toEqual([id, again].sort())
    })

    test('finds requests under a former digest of the address', async () => {
      const scene = sceneOf()
      const [current, former] = [newDigest(), newDigest()]
      const { id } = await scene.openRequest({ addressDigest: former })
      expect(await byAddress(current)).toEqual({ status: 'charged', requestIds: [] })
      expect(await byAddress(current, [former])).toEqual({ status: 'charged', requestIds: [id] })
    })

    test('leaves out requests that had their five guesses, or expired', async () => {
      const scene = sceneOf()
      const addressDigest = newDigest()
      const expired = await scene.openRequest({
        addressDigest,
        lifetimes: { requestMinutes: 5, codeMinutes: 5 },
      })
      await scene.letTimePass({ minutes: 10 })
      const used = await scene.openRequest({ addressDigest })
      const fresh = await scene.openRequest({ addressDigest })
      await guessTimes(5, used.id)
      expect(requestIdsOf(await byAddress(addressDigest))).toEqual([fresh.id])
      expect(await guess(expired.id)).toBe('expired')
    })

    test('uses up half of the streak of the address, and leaves the other half to guesses by request', async () => {
      const scene = sceneOf()
      const six: GuessLimits = { ...guessLimit, 'guess-in-a-row': 6 }
      const addressDigest = newDigest()
      for (let n = 0; n < 3; n += 1) {
        expect(await byAddress(addressDigest, [], six)).toMatchObject({ status: 'charged' })
      }
      expect(await byAddress(addressDigest, [], six)).toEqual({ status: 'exhausted' })
      const { id } = await scene.openRequest({ addressDigest })
      expect(await guessTimes(4, id, six)).toEqual([...charged(3), 'exhausted'])
    })

    test('uses up half of the day of the address, and none of the guesses of its requests', async () => {
      const scene = sceneOf()
      const addressDigest = newDigest()
      const { id } = await scene.openRequest({ addressDigest })
      for (let n = 0; n < 10; n += 1) {
        expect(await byAddress(addressDigest)).toMatchObject({ status: 'charged' })
      }
      expect(await byAddress(addressDigest)).toEqual({ status: 'exhausted' })
      expect(await guessTimes(6, id)).toEqual([...charged(5), 'exhausted'])
    })

    test('is charged alike to an address without a request', async () => {
      const four = { ...guessLimit, 'guess-by-address': [{ seconds: 3600, most: 4 }] }
      const addressDigest = newDigest()
      const answers = []
      for (let n = 0; n < 3; n += 1) answers.push(await byAddress(addressDigest, [], four))
      const empty = { status: 'charged', requestIds: [] }
      expect(answers).toEqual([empty, empty, { status: 'exhausted' }])
    })
  })

  describe('finding a code', () => {
    const find = (...pairs: { requestId: string; code: ReturnType<typeof newDigest> | object }[]) =>
      sceneOf().recovery.findCode(
        pairs.map(({ requestId, code }) => ({
          requestId,
          codeDigests: [newDigest(), code as ReturnType<typeof newDigest>],
        })),
      )

    test('finds its request and its owner, and spends nothing', async () => {
      const scene = sceneOf()
      const { account, request, pair } = await scene.emailedAccount()
      const found = { requestId: request.id, owner: account.address }
      const decoy = newPair((await scene.openRequest()).id)
      expect(await find(decoy, pair)).toEqual(found)
      expect(await find(pair)).toEqual(found)
      expect(await scene.recovery.spendCode(spendOf(pair))).toMatchObject({ status: 'spent' })
    })

    test('finds nothing else', async () => {
      const scene = sceneOf()
      const { account, request, pair } = await scene.emailedAccount()
      const other = await scene.openRequest({ address: account.address })
      expect(await find()).toBeUndefined()
      expect(await find(newPair(request.id))).toBeUndefined()
      expect(await find({ requestId: other.id, code: pair.code })).toBeUndefined()
      expect(await find({ requestId: request.id, code: pair.link })).toBeUndefined()
      await scene.recovery.spendCode(spendOf(pair))
      expect(await find(pair)).toBeUndefined()
    })

    test.each(invalidated)('finds none %s', async (_, invalidate) => {
      const scene = sceneOf()
      const emailed = await scene.emailedAccount()
      await invalidate(scene, emailed)
      expect(await find(emailed.pair)).toBeUndefined()
    })
  })

  describe('a code', () => {
    test('is exchanged for a ticket with the given lifetime', async () => {
      const scene = sceneOf()
      const { account, pair } = await scene.emailedAccount()
      const spend = { ...spendOf(pair), ticketLifetimeMinutes: 7 }
      const spent = await scene.recovery.spendCode(spend)
      expect(spent).toEqual({
        status: 'spent',
        owner: account.address,
        ticketExpiresAt: expect.any(Date),
      })
      if (spent.status !== 'spent') throw new Error('not spent')
      expect(scene.minutesUntil(spent.ticketExpiresAt)).toBeCloseTo(7, 0)
      expect(await scene.recovery.findRight(spend.ticketDigest)).toEqual({
        status: 'good',
        owner: account.address,
        expiresAt: spent.ticketExpiresAt,
      })
    })

    test('may be stored under any of its digests', async () => {
      const scene = sceneOf()
      const { pair } = await scene.emailedAccount()
      const spend = spendOf(pair)
      const others = { ...spend, codeDigests: [newDigest()] }
      expect(await scene.recovery.spendCode(others)).toEqual(wrong)
      const either = { ...spend, codeDigests: [newDigest(), pair.code, newDigest()] }
      expect(await scene.recovery.spendCode(either)).toMatchObject({ status: 'spent' })
    })

    test('is exchanged once, and its link stays valid', async () => {
      const scene = sceneOf()
      const { pair } = await scene.emailedAccount()
      const second = spendOf(pair)
      await scene.recovery.spendCode(spendOf(pair))
      expect(await scene.recovery.spendCode(second)).toEqual(wrong)
      expect(await scene.recovery.findRight(second.ticketDigest)).toMatchObject({ status: 'none' })
      expect(await scene.recovery.findRight(pair.link)).toMatchObject({ status: 'good' })
    })

    test('gets the guess refunded, and resets the streak of the address', async () => {
      const scene = sceneOf()
      const three: GuessLimits = { ...guessLimit, 'guess-in-a-row': 3 }
      const account = await scene.addAccount()
      const addressDigest = newDigest()
      const { request, pair } = await scene.emailFor(account, { addressDigest })
      expect(await guessTimes(3, request.id, three)).toEqual(charged(3))
      await scene.recovery.spendCode(spendOf(pair))
      expect(await guessTimes(4, request.id, three)).toEqual([...charged(3), 'exhausted'])
    })

    test('is exchanged even if no guess was charged, and then none is refunded', async () => {
      const scene = sceneOf()
      const { request, pair } = await scene.emailedAccount()
      await scene.recovery.spendCode(spendOf(pair))
      expect(await guessTimes(6, request.id)).toEqual([...charged(5), 'exhausted'])
    })

    test('works for no request but its own', async () => {
      const scene = sceneOf()
      const { account, request, pair } = await scene.emailedAccount()
      const other = await scene.openRequest({ address: account.address })
      const spend = (change: object) => scene.recovery.spendCode({ ...spendOf(pair), ...change })
      expect(await spend({ requestId: other.id })).toEqual(wrong)
      expect(await spend({ requestId: newId() })).toEqual(wrong)
      expect(await spend({ requestId: request.id.toUpperCase() })).toMatchObject({
        status: 'spent',
      })
    })

    test('is not a link or a ticket', async () => {
      const scene = sceneOf()
      const { pair } = await scene.emailedAccount()
      const ticket = await scene.ticketFor(pair)
      for (const code of [pair.link, ticket]) {
        expect(await scene.recovery.spendCode(spendOf({ ...pair, code: inPlaceOf(code) }))).toEqual(
          wrong,
        )
      }
    })

    test.each(invalidated)('is wrong %s', async (_, invalidate) => {
      const scene = sceneOf()
      const emailed = await scene.emailedAccount()
      await invalidate(scene, emailed)
      expect(await scene.recovery.spendCode(spendOf(emailed.pair))).toEqual(wrong)
    })
  })
}

type Emailed = Awaited<ReturnType<Scene['emailedAccount']>>

const invalidated: [string, (scene: Scene, emailed: Emailed) => Promise<unknown>][] = [
  ['after its lifetime', (scene) => scene.letTimePass({ minutes: 10 })],
  [
    'after a change of the password',
    (scene, { pair }) => scene.recovery.changePassword(changeWith(pair.link)),
  ],
  [
    'of an account that is disabled',
    (scene, { account }) => scene.setAccountStatus(account.id, 'disabled'),
  ],
  ['of an account that was deleted', (scene, { account }) => scene.deleteAccount(account.id)],
]

function requestIdsOf(answer: object): string[] | undefined {
  return 'requestIds' in answer ? [...(answer.requestIds as string[])].sort() : undefined
}
