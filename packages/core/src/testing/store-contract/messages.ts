import { describe, expect, test } from 'vitest'
import type { DeliveryAttempt, GuessLimits, MintedSecret, Prepared } from '../../ports/index.ts'
import {
  changeWith,
  charge,
  guessLimit,
  MOST_GUESSES_IN_A_ROW,
  mintedFrom,
  mintedNotMe,
  newAddress,
  newDigest,
  newPair,
  newSubjects,
  type Pair,
  preparationOf,
  spendOf,
  unlimited,
} from '../made-up.ts'
import { busy, ok, ready, refusedForGood, type Scene } from './scene.ts'

export function messageStories(sceneOf: () => Scene) {
  /** A request of an account, and its job. */
  const requested = async (locale?: string) => {
    const scene = sceneOf()
    const account = await scene.addAccount(locale === undefined ? {} : { locale })
    const request = await scene.openRequest({ address: account.address, locale: 'fr' })
    return { account, request, attempt: await scene.jobOf(request.id) }
  }
  /** A change of a password, and the job of its notice. */
  const changed = async () => {
    const scene = sceneOf()
    const { account, pair } = await scene.emailedAccount()
    await scene.recovery.changePassword(changeWith(pair.link))
    return { account, attempt: await scene.jobOf(account.id) }
  }
  const prepareMany = (
    attempts: readonly DeliveryAttempt[],
    options: { secrets?: readonly MintedSecret[]; emailNoAccount?: boolean } = {},
  ) =>
    sceneOf().messages.prepare(
      attempts.map((attempt) => ({ ...preparationOf(attempt), ...options })),
    )
  /** The same job in the hands of another worker. */
  const claimAgain = async (attempt: DeliveryAttempt, subject: string) => {
    await sceneOf().freeJobs()
    const again = await sceneOf().jobOf(subject)
    expect(again).toMatchObject({ jobId: attempt.jobId, job: attempt.job })
    expect(again.claim).toBeGreaterThan(attempt.claim)
    return again
  }

  describe('a recovery email that is withheld', () => {
    /** An account that got its one email of two days. */
    const emailed = async () => {
      const scene = sceneOf()
      const account = await scene.addAccount()
      const addressDigest = newDigest()
      const charges = { ...unlimited, address: charge(1, { seconds: 48 * 3600 }) }
      const { request, pair } = await scene.emailFor(account, { addressDigest, charges })
      const prepareAnother = async () => {
        const { address } = account
        const { id } = await scene.openRequest({ address, addressDigest, charges })
        const another = newPair(id)
        const attempt = await scene.jobOf(id)
        return { prepared: await scene.prepare(attempt, another), pair: another, attempt }
      }
      return { account, request, pair, prepareAnother }
    }
    const withheld = { status: 'suppressed', reason: 'limit' }
    const minutesLeft = async (link: Pair['link']) => {
      const right = await sceneOf().recovery.findRight(link)
      return right.status === 'good' ? Math.round(sceneOf().minutesUntil(right.expiresAt)) : 0
    }

    test('renews the link of the email before it, which had expired', async () => {
      const scene = sceneOf()
      const { pair, prepareAnother } = await emailed()
      await scene.letTimePass({ hours: 3 })
      expect(await minutesLeft(pair.link)).toBe(0)
      const { prepared, pair: another } = await prepareAnother()
      expect(prepared).toEqual(withheld)
      expect(await minutesLeft(pair.link)).toBe(60)
      expect(await minutesLeft(another.link)).toBe(0)
      const changed = await scene.recovery.changePassword(changeWith(pair.link))
      expect(changed.status).toBe('changed')
    })

    test('renews it for 24 hours after its email, and is sent after that', async () => {
      const scene = sceneOf()
      const { pair, prepareAnother } = await emailed()
      await scene.letTimePass({ hours: 23, minutes: 30 })
      expect((await prepareAnother()).prepared).toEqual(withheld)
      expect(await minutesLeft(pair.link)).toBe(30)

      await scene.letTimePass({ hours: 1 })
      const late = await prepareAnother()
      expect(ready(late.prepared).kind).toBe('recovery')
      expect(await minutesLeft(pair.link)).toBe(0)
      expect(await minutesLeft(late.pair.link)).toBe(60)
      expect((await prepareAnother()).prepared).toEqual(withheld)
    })

    test('never shortens the life of a link', async () => {
      const scene = sceneOf()
      const { pair, prepareAnother } = await emailed()
      await scene.letTimePass({ minutes: 10 })
      await prepareAnother()
      expect(await minutesLeft(pair.link)).toBe(60)
      await prepareAnother()
      expect(await minutesLeft(pair.link)).toBe(60)
    })

    test('is sent, once, if the link before it was used', async () => {
      const scene = sceneOf()
      const { pair, prepareAnother } = await emailed()
      await scene.recovery.changePassword(changeWith(pair.link))
      const next = await prepareAnother()
      expect(ready(next.prepared).expiresAt.link).toBeInstanceOf(Date)
      await scene.record(next.attempt, ok)
      for (let n = 0; n < 3; n += 1) expect((await prepareAnother()).prepared).toEqual(withheld)
      await scene.letTimePass({ hours: 5 })
      expect((await prepareAnother()).prepared).toEqual(withheld)
      expect(await minutesLeft(next.pair.link)).toBe(60)
    })

    test('is sent beside the notice that the link before it was used', async () => {
      const scene = sceneOf()
      const { account, request, pair } = await emailed()
      await scene.recovery.changePassword(changeWith(pair.link))
      const { addressDigest } = request
      const charges = { ...unlimited, address: charge(1, { seconds: 48 * 3600 }) }
      const next = await scene.openRequest({ address: account.address, addressDigest, charges })
      const [notice, email] = await scene.messages.prepare([
        preparationOf(await scene.jobOf(account.id), mintedNotMe(newDigest())),
        preparationOf(await scene.jobOf(next.id), mintedFrom(newPair(next.id))),
      ])
      expect([ready(notice).kind, ready(email).kind]).toEqual(['password-changed', 'recovery'])
    })

    test('renews the newest link that arrived, and no other', async () => {
      const scene = sceneOf()
      const { account, pair: arrived } = await emailed()
      const addressDigest = newDigest()
      const charges = { ...unlimited, address: charge(2, { seconds: 48 * 3600 }) }
      const newest = await scene.emailFor(account, { addressDigest, charges })
      const { id, address } = await scene.openRequest({
        ...{ address: account.address, addressDigest, charges },
      })
      const lost = newPair(id)
      const attempt = await scene.jobOf(id)
      ready(await scene.prepare(attempt, lost))
      await scene.record(attempt, refusedForGood)
      await scene.letTimePass({ hours: 3 })
      const more = await scene.openRequest({ address, addressDigest, charges })
      expect(await scene.prepare(await scene.jobOf(more.id), newPair(more.id))).toEqual(withheld)
      const left = [arrived, newest.pair, lost].map(({ link }) => minutesLeft(link))
      expect(await Promise.all(left)).toEqual([0, 60, 0])
    })

    test('is not sent while the email before it waits for its turn', async () => {
      const scene = sceneOf()
      const { address } = await scene.addAccount()
      const charges = { ...unlimited, address: charge(1) }
      const { addressDigest } = await scene.openRequest({ address, charges })
      const { id } = await scene.openRequest({ address, addressDigest, charges })
      expect(await scene.prepare(await scene.jobOf(id), newPair(id))).toEqual(withheld)
    })

    test('is withheld from an address without an account all the same', async () => {
      const scene = sceneOf()
      const charges = { ...unlimited, address: charge(1) }
      const { address, addressDigest } = await scene.openRequest({ charges })
      const { id } = await scene.openRequest({ address, addressDigest, charges })
      expect(await scene.prepare(await scene.jobOf(id), newPair(id))).toEqual(withheld)
    })
  })

  test('of the codes of one request, the two newest are valid, and every link is', async () => {
    const scene = sceneOf()
    const { request, pair } = await scene.emailedAccount()
    const pairs = [pair]
    for (let n = 0; n < 3; n += 1) {
      const again = { requestId: request.id, charges: unlimited, codeLifetimeMinutes: 10 }
      await scene.recovery.resend(again)
      pairs.push(await scene.deliver(request.id))
    }
    const found = []
    for (const { requestId, code, link } of pairs) {
      found.push(
        (await scene.recovery.findCode([{ requestId, codeDigests: [code] }])) !== undefined,
      )
      expect((await scene.recovery.findRight(link)).status).toBe('good')
    }
    expect(found).toEqual([false, false, true, true])
  })

  describe('a recovery email', () => {
    test('is ready for the owner, with the expiry of each secret', async () => {
      const scene = sceneOf()
      const { account, request, attempt } = await requested()
      const pair = newPair(request.id)
      const email = ready(await scene.prepare(attempt, pair))
      expect(email).toEqual({
        status: 'ready',
        kind: 'recovery',
        owner: account.address,
        locale: 'fr',
        tries: 1,
        brokeOff: false,
        request: {
          requestedAt: expect.any(Date),
          device: 'Firefox on Windows',
          requestedIn: 'fr',
          timeZone: 'Asia/Kolkata',
        },
        preparedAt: expect.any(Date),
        expiresAt: { link: expect.any(Date), code: expect.any(Date) },
      })
      expect(scene.minutesUntil(email.request?.requestedAt)).toBeCloseTo(0, 0)
      expect(scene.minutesUntil(email.preparedAt)).toBeCloseTo(0, 0)
      expect(scene.minutesUntil(email.expiresAt.link)).toBeCloseTo(60, 0)
      expect(scene.minutesUntil(email.expiresAt.code)).toBeCloseTo(10, 0)
      expect(await scene.recovery.findRight(pair.link)).toMatchObject({
        expiresAt: email.expiresAt.link,
      })
    })

    describe('carries no code where one would be refused', () => {
      /** An account, and what is emailed for it under one digest of its address. */
      const owner = async () => {
        const scene = sceneOf()
        const { address } = await scene.addAccount()
        const addressDigest = newDigest()
        const open = () => scene.openRequest({ address, addressDigest })
        const kindsFor = async (id: string) => {
          const pair = newPair(id)
          const { expiresAt } = ready(await scene.prepare(await scene.jobOf(id), pair))
          expect((await scene.recovery.findRight(pair.link)).status).toBe('good')
          const candidate = { requestId: id, codeDigests: [pair.code] }
          const found = await scene.recovery.findCode([candidate])
          expect(found !== undefined).toBe('code' in expiresAt)
          return Object.keys(expiresAt)
        }
        const guess = async (id: string, times: number, limits: GuessLimits = guessLimit) => {
          for (let n = 0; n < times; n += 1) await scene.recovery.chargeGuess(id, limits)
        }
        const next = async () => kindsFor((await open()).id)
        return { scene, addressDigest, open, kindsFor, guess, next }
      }

      test('for its request, which had five wrong ones', async () => {
        const { open, kindsFor, guess, next } = await owner()
        const { id } = await open()
        await guess(id, 4)
        expect(await next()).toEqual(['link', 'code'])
        await guess(id, 1)
        expect(await kindsFor(id)).toEqual(['link'])
      })

      test('for its address, for a day', async () => {
        const { scene, open, guess, next } = await owner()
        const limits = { ...guessLimit, 'guess-by-address': [{ seconds: 24 * 3600, most: 3 }] }
        const { id } = await open()
        await guess(id, 2, limits)
        expect(await next()).toEqual(['link', 'code'])
        await guess(id, 1, limits)
        expect(await next()).toEqual(['link'])
        await scene.letTimePass({ minutes: 24 * 60 })
        expect(await next()).toEqual(['link', 'code'])
      })

      test('for its address, until its owner chooses a password', async () => {
        const { scene, addressDigest, open, guess, next } = await owner()
        await guess((await open()).id, 4)
        await guess((await open()).id, MOST_GUESSES_IN_A_ROW - 5)
        expect(await next()).toEqual(['link', 'code'])
        await guess((await open()).id, 1)
        expect(await next()).toEqual(['link'])

        const { id } = await open()
        const pair = await scene.deliver(id)
        const change = { ...changeWith(pair.link), ...newSubjects(addressDigest) }
        await scene.recovery.changePassword(change)
        expect(await next()).toEqual(['link', 'code'])
      })
    })

    test('goes to the address as registered, in the language of the account', async () => {
      const scene = sceneOf()
      const registered = newAddress(`Ada-${newDigest().slice(0, 4).join('')}@Example.test`)
      await scene.addAccount({ address: registered, locale: 'de' })
      const typed = newAddress(registered.canonical)
      const { id } = await scene.openRequest({ address: typed, locale: 'fr' })
      expect(ready(await scene.prepare(await scene.jobOf(id)))).toMatchObject({
        owner: registered,
        locale: 'de',
      })
    })

    test.each([
      ['no-account', async () => (await sceneOf().openRequest()).id],
      [
        'disabled',
        async () => {
          const { id, address } = await sceneOf().addAccount()
          await sceneOf().setAccountStatus(id, 'disabled')
          return (await sceneOf().openRequest({ address })).id
        },
      ],
      [
        'limit',
        async () => {
          const { address } = await sceneOf().addAccount()
          const charges = { ...unlimited, address: charge(1) }
          const { addressDigest } = await sceneOf().openRequest({ address, charges })
          return (await sceneOf().openRequest({ address, addressDigest, charges })).id
        },
      ],
    ] as const)('is suppressed (%s), and its job ends', async (reason, open) => {
      const scene = sceneOf()
      const requestId = await open()
      const attempt = await scene.jobOf(requestId)
      const suppressed = { status: 'suppressed', reason }
      expect(await scene.prepare(attempt, newPair(requestId))).toEqual(suppressed)
      await scene.freeJobs()
      expect(await scene.jobsOf(requestId)).toEqual([])
      expect(await scene.prepare(attempt, newPair(requestId))).toEqual({ status: 'handed-over' })
    })

    test('is dead after an hour, although its request is open', async () => {
      const scene = sceneOf()
      const { address } = await scene.addAccount()
      const { id } = await scene.openRequest({ address })
      await scene.letTimePass({ minutes: 61 })
      const attempt = await scene.jobOf(id)
      expect(await scene.prepare(attempt)).toEqual({ status: 'dead', reason: 'expired' })
      await scene.freeJobs()
      expect(await scene.jobsOf(id)).toEqual([])
    })

    test('is dead when its request has expired', async () => {
      const scene = sceneOf()
      const { address } = await scene.addAccount()
      const lifetimes = { requestMinutes: 5, codeMinutes: 5 }
      const { id } = await scene.openRequest({ address, lifetimes })
      await scene.letTimePass({ minutes: 6 })
      expect(await scene.prepare(await scene.jobOf(id))).toEqual({
        status: 'dead',
        reason: 'expired',
      })
    })

    test('that had to wait gets its full lifetimes, but not beyond its request', async () => {
      const scene = sceneOf()
      const { address } = await scene.addAccount()
      const lifetimes = { requestMinutes: 80, codeMinutes: 10 }
      const { id } = await scene.openRequest({ address, lifetimes })
      await scene.letTimePass({ minutes: 50 })
      const email = ready(await scene.prepare(await scene.jobOf(id), newPair(id)))
      expect(scene.minutesUntil(email.expiresAt.link)).toBeCloseTo(30, 0)
      expect(scene.minutesUntil(email.expiresAt.code)).toBeCloseTo(10, 0)
    })

    test('may be prepared again: attempts are counted, and every pair is valid', async () => {
      const scene = sceneOf()
      const { request, attempt } = await requested()
      const [first, second] = [newPair(request.id), newPair(request.id)]
      await scene.prepare(attempt, first)
      await scene.record(attempt, { ...busy, seconds: 0 })
      const again = await scene.jobOf(request.id)
      expect(ready(await scene.prepare(again, second))).toMatchObject({
        tries: 2,
        brokeOff: false,
      })
      for (const pair of [first, second]) {
        expect(await scene.recovery.findRight(pair.link)).toMatchObject({ status: 'good' })
        expect(await scene.recovery.spendCode(spendOf(pair))).toMatchObject({ status: 'spent' })
      }
    })

    test('with the same code again prolongs it, unless it was spent', async () => {
      const scene = sceneOf()
      const { request, attempt } = await requested()
      const pair = newPair(request.id)
      await scene.prepare(attempt, pair)
      await scene.letTimePass({ minutes: 9 })
      await scene.prepare(attempt, { ...newPair(request.id), code: pair.code })
      await scene.letTimePass({ minutes: 9 })
      expect(await scene.recovery.spendCode(spendOf(pair))).toMatchObject({ status: 'spent' })
      await scene.prepare(attempt, { ...newPair(request.id), code: pair.code })
      expect(await scene.recovery.spendCode(spendOf(pair))).toEqual({ status: 'wrong' })
    })
  })

  describe('a request without a password to choose', () => {
    test('is answered by a no-password email without secrets', async () => {
      const scene = sceneOf()
      const { address } = await scene.addAccount({ passwordHash: null })
      const { id } = await scene.openRequest({ address })
      const pair = newPair(id)
      expect(ready(await scene.prepare(await scene.jobOf(id), pair))).toMatchObject({
        kind: 'no-password',
        owner: address,
        request: { device: 'Firefox on Windows' },
        expiresAt: {},
      })
      expect(await scene.recovery.findRight(pair.link)).toMatchObject({ status: 'none' })
    })

    test('for an address without an account is answered only if the operator wants it', async () => {
      const scene = sceneOf()
      const request = await scene.openRequest({ locale: 'ja' })
      const attempt = await scene.jobOf(request.id)
      const [prepared] = await prepareMany([attempt], {
        emailNoAccount: true,
        secrets: mintedFrom(newPair(request.id)),
      })
      expect(ready(prepared)).toMatchObject({
        kind: 'no-account',
        owner: { registered: request.address.canonical, canonical: request.address.canonical },
        locale: 'ja',
        expiresAt: {},
      })
    })

    test('for an address without an account is answered once in 24 hours', async () => {
      const scene = sceneOf()
      const facts = { address: newAddress(), addressDigest: newDigest() }
      const next = async () => scene.jobOf((await scene.openRequest(facts)).id)
      const prepareOne = async (attempt: DeliveryAttempt) =>
        (await prepareMany([attempt], { emailNoAccount: true }))[0]
      const suppressed: Prepared = { status: 'suppressed', reason: 'no-account' }

      const [first, second] = await prepareMany([await next(), await next()], {
        emailNoAccount: true,
      })
      expect([first?.status, second]).toEqual(['ready', suppressed])
      expect(await prepareOne(await next())).toEqual(suppressed)
      await scene.letTimePass({ hours: 24 })
      expect(await prepareOne(await next())).toMatchObject({ kind: 'no-account' })
    })

    test('whose no-account email failed may get it with the next request', async () => {
      const scene = sceneOf()
      const facts = { address: newAddress(), addressDigest: newDigest() }
      const next = async () => scene.jobOf((await scene.openRequest(facts)).id)
      const first = await next()
      await prepareMany([first], { emailNoAccount: true })
      await scene.record(first, refusedForGood)
      expect(await prepareMany([await next()], { emailNoAccount: true })).toMatchObject([
        { kind: 'no-account' },
      ])
    })
  })

  describe('a notice', () => {
    test('is ready for the owner, also of a disabled account', async () => {
      const scene = sceneOf()
      const { account, attempt } = await changed()
      await scene.setAccountStatus(account.id, 'disabled')
      const [prepared] = await prepareMany([attempt], { secrets: mintedNotMe(newDigest()) })
      const email = ready(prepared)
      expect(email).toMatchObject({
        kind: 'password-changed',
        owner: account.address,
        request: undefined,
        expiresAt: { 'not-me': expect.any(Date) },
      })
      expect(scene.minutesUntil(email.expiresAt['not-me'])).toBeCloseTo(72 * 60, 0)
    })

    test('of each attempt carries a valid secret of its own', async () => {
      const scene = sceneOf()
      const { attempt } = await changed()
      const secrets = [newDigest(), newDigest()]
      for (const digest of secrets) await prepareMany([attempt], { secrets: mintedNotMe(digest) })
      for (const digest of secrets) {
        expect(await scene.recovery.findNotMe(digest)).toMatchObject({ status: 'good' })
      }
    })

    test('is dead after a day', async () => {
      const scene = sceneOf()
      const { account, pair } = await scene.emailedAccount()
      await scene.recovery.changePassword(changeWith(pair.link))
      await scene.letTimePass({ hours: 24 })
      expect(await prepareMany([await scene.jobOf(account.id)])).toEqual([
        { status: 'dead', reason: 'expired' },
      ])
    })

    test('to an account that was deleted is suppressed', async () => {
      const scene = sceneOf()
      const { account, attempt } = await changed()
      await scene.deleteAccount(account.id)
      expect(await prepareMany([attempt])).toEqual([{ status: 'suppressed', reason: 'no-account' }])
    })
  })

  describe('a job that no email can be made from', () => {
    test('ends, and its message is dead', async () => {
      const scene = sceneOf()
      const { request, attempt } = await requested()
      await scene.messages.bury(attempt, 'It could not be read')
      await scene.freeJobs()
      expect(await scene.jobsOf(request.id)).toEqual([])
      expect(await scene.prepare(attempt)).toEqual({ status: 'handed-over' })
    })

    test('does not end for a worker that lost it to another one', async () => {
      const scene = sceneOf()
      const { request, attempt } = await requested()
      const again = await claimAgain(attempt, request.id)
      await scene.messages.bury(attempt, 'It could not be read')
      expect(ready(await scene.prepare(again))).toMatchObject({ tries: 1 })
    })
  })

  test('many at once are each answered in their order', async () => {
    const scene = sceneOf()
    const [ada, bob, notice] = [await requested(), await requested(), await changed()]
    const decoy = await scene.openRequest()
    const attempts = [ada.attempt, notice.attempt, await scene.jobOf(decoy.id), bob.attempt]
    expect(await prepareMany(attempts)).toMatchObject([
      { kind: 'recovery', owner: ada.account.address },
      { kind: 'password-changed', owner: notice.account.address },
      { status: 'suppressed' },
      { kind: 'recovery', owner: bob.account.address },
    ])
    const outcomes = [
      { attempt: bob.attempt, ...ok },
      { attempt: ada.attempt, ...busy },
    ]
    expect(await scene.messages.record(outcomes)).toEqual([expect.any(Number), expect.any(Number)])
  })

  describe('an outcome', () => {
    test('is answered with the seconds since the email was requested', async () => {
      const scene = sceneOf()
      const { address } = await scene.addAccount()
      const { id } = await scene.openRequest({ address })
      await scene.letTimePass({ minutes: 2 })
      const attempt = await scene.jobOf(id)
      await scene.prepare(attempt)
      const seconds = await scene.record(attempt, ok)
      expect(seconds).toBeGreaterThanOrEqual(120)
      expect(seconds).toBeLessThan(150)
    })

    test.each([ok, refusedForGood, { status: 'suppressed', reason: 'undeliverable' } as const])(
      'that is final ($status) ends the job',
      async (end) => {
        const scene = sceneOf()
        const { request, attempt } = await requested()
        await scene.prepare(attempt)
        await scene.record(attempt, end)
        await scene.freeJobs()
        expect(await scene.jobsOf(request.id)).toEqual([])
        expect(await scene.prepare(attempt)).toEqual({ status: 'handed-over' })
      },
    )

    test('that is delayed makes the job due again after its wait', async () => {
      const scene = sceneOf()
      const { request, attempt } = await requested()
      await scene.prepare(attempt)
      await scene.record(attempt, { ...busy, seconds: 600 })
      expect(await scene.jobsOf(request.id)).toEqual([])
      await scene.letTimePass({ minutes: 11 })
      expect(ready(await scene.prepare(await scene.jobOf(request.id)))).toMatchObject({ tries: 2 })
    })

    test('that is held does not count as an attempt', async () => {
      const scene = sceneOf()
      const { request, attempt } = await requested()
      await scene.prepare(attempt)
      await scene.record(attempt, {
        status: 'held',
        failure: 'setup',
        answer: '535 wrong password',
        seconds: 0,
      })
      expect(ready(await scene.prepare(await scene.jobOf(request.id)))).toMatchObject({ tries: 1 })
    })

    test('that is missing shows when the job runs again', async () => {
      const scene = sceneOf()
      const { request, attempt } = await requested()
      await scene.prepare(attempt)
      const again = await claimAgain(attempt, request.id)
      expect(ready(await scene.prepare(again))).toMatchObject({ tries: 2, brokeOff: true })
    })

    test('of a worker that lost the job to another one changes nothing', async () => {
      const scene = sceneOf()
      const { request, attempt } = await requested()
      await scene.prepare(attempt)
      const again = await claimAgain(attempt, request.id)
      await scene.prepare(again)
      for (const end of [busy, refusedForGood]) {
        expect(await scene.record(attempt, end)).toBeUndefined()
      }
      expect(await scene.record(again, ok)).toEqual(expect.any(Number))
    })

    test('that an email left counts once, even from a worker that lost the job', async () => {
      const scene = sceneOf()
      const { request, attempt } = await requested()
      await scene.prepare(attempt)
      const again = await claimAgain(attempt, request.id)
      expect(await scene.record(attempt, ok)).toEqual(expect.any(Number))
      expect(await scene.record(again, refusedForGood)).toBeUndefined()
      expect(await scene.record(again, ok)).toBeUndefined()
      await scene.freeJobs()
      expect(await scene.jobsOf(request.id)).toEqual([])
    })
  })
}
