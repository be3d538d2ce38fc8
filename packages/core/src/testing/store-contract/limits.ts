import { describe, expect, test } from 'vitest'
import type { AddressDigest } from '../../digest.ts'
import type { SignInSubjects } from '../../ports/index.ts'
import { charge, newDigest, newSubjects, signInAttempt } from '../made-up.ts'
import { rateLimited, type Scene } from './scene.ts'

const charged = { status: 'charged' }

export function limitStories(sceneOf: () => Scene) {
  const hit = (...charges: ReturnType<typeof charge>[]) => sceneOf().limiter.charge(charges)

  describe('a rate limit', () => {
    test('accepts as many hits as its window holds', async () => {
      const three = charge(3)
      for (let n = 0; n < 3; n += 1) expect(await hit(three)).toEqual(charged)
      expect(await hit(three)).toEqual(rateLimited)
    })

    test('says how long to wait: until the oldest hit leaves the window', async () => {
      const scene = sceneOf()
      const two = charge(2, { seconds: 3600 })
      await hit(two)
      await scene.letTimePass({ minutes: 20 })
      await hit(two)
      const refused = await hit(two)
      const seconds = refused.status === 'rate-limited' ? refused.retryAfterSeconds : 0
      expect(seconds / 60).toBeCloseTo(40, 0)

      await scene.letTimePass({ minutes: 40, seconds: 1 })
      expect(await hit(two)).toEqual(charged)
      expect(await hit(two)).toEqual(rateLimited)
    })

    test('does not count hits that it refused', async () => {
      const scene = sceneOf()
      const one = charge(1, { seconds: 3600 })
      await hit(one)
      await scene.letTimePass({ minutes: 30 })
      for (let n = 0; n < 5; n += 1) expect(await hit(one)).toEqual(rateLimited)
      await scene.letTimePass({ minutes: 30, seconds: 1 })
      expect(await hit(one)).toEqual(charged)
    })

    test('may have several windows, and waits for the slowest that is full', async () => {
      const scene = sceneOf()
      const both = charge(0, {
        windows: [
          { seconds: 600, most: 1 },
          { seconds: 7200, most: 2 },
        ],
      })
      await hit(both)
      const first = await hit(both)
      expect('retryAfterSeconds' in first && first.retryAfterSeconds / 60).toBeCloseTo(10, 0)
      await scene.letTimePass({ minutes: 11 })
      await hit(both)
      const second = await hit(both)
      expect('retryAfterSeconds' in second && second.retryAfterSeconds / 60).toBeCloseTo(109, 0)
    })

    test('counts each subject and each limit by itself', async () => {
      const subject = newDigest()
      expect(await hit(charge(1, { subject }))).toEqual(charged)
      expect(await hit(charge(1))).toEqual(charged)
      expect(await hit(charge(1, { subject, limit: 'proof-by-client' }))).toEqual(charged)
      expect(await hit(charge(1, { subject }))).toEqual(rateLimited)
    })

    test('of several buckets charges all of them or none', async () => {
      const [narrow, wide] = [charge(1), charge(3)]
      expect(await hit(narrow, wide)).toEqual(charged)
      expect(await hit(narrow, wide)).toEqual(rateLimited)
      expect(await hit(wide)).toEqual(charged)
      expect(await hit(wide)).toEqual(charged)
      expect(await hit(wide)).toEqual(rateLimited)
    })

    test('of several buckets that are full has to wait for the slowest', async () => {
      const [narrow, wide] = [charge(1, { seconds: 600 }), charge(1, { seconds: 3600 })]
      await hit(narrow, wide)
      const refused = await hit(narrow, wide)
      expect('retryAfterSeconds' in refused && refused.retryAfterSeconds / 60).toBeCloseTo(60, 0)
    })

    test('can take back its newest hits, after a success', async () => {
      const scene = sceneOf()
      const [one, other] = [charge(1), charge(2)]
      await hit(one, other)
      await scene.limiter.takeBack([one, other, charge(1)])
      expect(await hit(one, other)).toEqual(charged)
      expect(await hit(one)).toEqual(rateLimited)
    })

    test('without buckets charges nothing', async () => {
      expect(await hit()).toEqual(charged)
    })
  })

  describe('the limits of signing in', () => {
    const fail = (subjects: SignInSubjects, mostInARow?: number) =>
      sceneOf().limiter.chargeSignIn(signInAttempt(subjects, mostInARow))
    const failTimes = async (times: number, subjects: SignInSubjects) => {
      for (let n = 0; n < times; n += 1) expect(await fail(subjects)).toMatchObject(charged)
    }
    const open = { status: 'charged', isExhausted: false, isClosed: false }
    const closed = { status: 'charged', isExhausted: true, isClosed: true }
    /** How long each attempt has to wait, when every wait is followed by another failure. */
    const waits = async (times: number, attempt: () => ReturnType<typeof fail>) => {
      const seconds = []
      for (let n = 0; n < times; n += 1) {
        const refused = await attempt()
        if (refused.status !== 'rate-limited') throw new Error('It was not refused')
        seconds.push(refused.retryAfterSeconds)
        await sceneOf().letTimePass({ seconds: refused.retryAfterSeconds })
        expect(await attempt()).toMatchObject(charged)
      }
      return seconds
    }

    test('let one client fail four times, and then make it wait longer each time', async () => {
      const subjects = newSubjects()
      await failTimes(4, subjects)
      expect(await waits(7, () => fail(subjects))).toEqual([1, 2, 4, 8, 16, 32, 60])
    })

    test('let one client use up no more than half of what an address allows', async () => {
      const addressDigest = newDigest()
      await failTimes(4, newSubjects(addressDigest))
      await failTimes(2, newSubjects(addressDigest))
      expect(await fail(newSubjects(addressDigest))).toEqual(rateLimited)
    })

    test('make new clients wait ten seconds at most, and those that signed in before not at all', async () => {
      const scene = sceneOf()
      const addressDigest = newDigest()
      const known = newSubjects(addressDigest)
      await scene.signIn(await scene.addAccount(), known)
      await failTimes(2, newSubjects(addressDigest))
      await failTimes(2, newSubjects(addressDigest))
      let newcomer = newSubjects(addressDigest)
      const next = async () => {
        const answer = await fail(newcomer)
        if (answer.status === 'charged') newcomer = newSubjects(addressDigest)
        return answer
      }
      expect(await waits(6, next)).toEqual([1, 2, 4, 8, 10, 10])
      expect(await fail(known)).toMatchObject(charged)
    })

    test('close an address to new clients after too many failures in a row, until somebody signs in', async () => {
      const scene = sceneOf()
      const account = await scene.addAccount()
      const addressDigest = newDigest()
      const known = newSubjects(addressDigest)
      await scene.signIn(account, known)
      for (let n = 0; n < 3; n += 1) {
        expect(await fail(newSubjects(addressDigest), 3)).toMatchObject(open)
        await scene.letTimePass({ hours: 25 })
      }
      expect(await fail(newSubjects(addressDigest), 3)).toMatchObject(closed)
      expect(await fail(newSubjects(), 3)).toMatchObject(open)
      expect(await fail(known, 3)).toMatchObject({ ...open, isKnown: true })

      await scene.signIn(account, known)
      // The right password is accepted again. A wrong one gets the answer of before: it tells strangers nothing.
      const reopened = { ...charged, isExhausted: true, isClosed: false }
      for (let n = 0; n < 3; n += 1) {
        expect(await fail(newSubjects(addressDigest), 3)).toMatchObject(reopened)
        await scene.letTimePass({ hours: 25 })
      }
      expect(await fail(newSubjects(addressDigest), 3)).toMatchObject(closed)
    })

    test('tell strangers nothing about sign-ins of the owner, from a known client or from a new one', async () => {
      const scene = sceneOf()
      const account = await scene.addAccount()
      const [address, likewise] = [newDigest(), newDigest()]
      const known = newSubjects(address)
      await scene.signIn(account, known)
      /** What three strangers are answered, one after the other. */
      const seen = async (digest: AddressDigest) => {
        const answers = []
        for (let n = 0; n < 3; n += 1) {
          const answer = await fail(newSubjects(digest), 4)
          answers.push('isExhausted' in answer ? answer.isExhausted : answer)
          await scene.letTimePass({ seconds: 2 })
        }
        return answers
      }
      expect(await seen(address)).toEqual(await seen(likewise))
      await scene.signIn(account, known)
      const newcomer = newSubjects(address)
      const attempt = await fail(newcomer, 4)
      if (attempt.status !== 'charged') throw new Error('It was refused')
      await scene.signIn(account, { ...newcomer, ...attempt.shared })
      for (let n = 0; n < 3; n += 1) expect(await seen(address)).toEqual(await seen(likewise))
    })

    test('are reset by opening a session', async () => {
      const scene = sceneOf()
      const subjects = newSubjects()
      await failTimes(4, subjects)
      expect(await fail(subjects)).toEqual(rateLimited)
      await scene.signIn(await scene.addAccount(), subjects)
      await failTimes(4, subjects)
    })
  })
}
