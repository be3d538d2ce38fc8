import { describe, expect, test } from 'vitest'
import { changeWith, newDigest, newSubjects, signInAttempt } from '../made-up.ts'
import type { Scene } from './scene.ts'

export function sessionStories(sceneOf: () => Scene) {
  describe('a session', () => {
    test('is found until it is ended', async () => {
      const scene = sceneOf()
      const account = await scene.addAccount()
      const { tokenDigest, session } = await scene.signIn(account)
      expect(session).toEqual({
        login: account.address.registered,
        signedInAt: expect.any(Date),
        expiresAt: expect.any(Date),
      })
      expect(scene.minutesUntil(session?.signedInAt)).toBeCloseTo(0, 0)
      expect(scene.minutesUntil(session?.expiresAt)).toBeCloseTo(24 * 60, 0)
      expect(await scene.findSession(tokenDigest)).toEqual(session)

      await scene.sessions.end({ tokenDigest, clientDigest: newDigest() })
      await scene.sessions.end({ tokenDigest, clientDigest: newDigest() })
      expect(await scene.findSession(tokenDigest)).toBeUndefined()
    })

    test('ends alone: others of the account stay open', async () => {
      const scene = sceneOf()
      const account = await scene.addAccount()
      const [phone, laptop] = [await scene.signIn(account), await scene.signIn(account)]
      await scene.sessions.end({ tokenDigest: phone.tokenDigest, clientDigest: newDigest() })
      expect(await scene.findSession(laptop.tokenDigest)).toBeDefined()
    })

    test('is over after its idle time', async () => {
      const scene = sceneOf()
      const { tokenDigest } = await scene.signIn(await scene.addAccount())
      await scene.letTimePass({ minutes: 118 })
      expect(await scene.findSession(tokenDigest)).toBeDefined()
      await scene.letTimePass({ minutes: 118 })
      expect(await scene.findSession(tokenDigest)).toBeDefined()
      await scene.letTimePass({ minutes: 120 })
      expect(await scene.findSession(tokenDigest)).toBeUndefined()
    })

    test('is over after a day, however much it is used', async () => {
      const scene = sceneOf()
      const { tokenDigest } = await scene.signIn(await scene.addAccount())
      for (let hour = 1; hour < 24; hour += 1) {
        await scene.letTimePass({ hours: 1 })
        expect(await scene.findSession(tokenDigest)).toBeDefined()
      }
      await scene.letTimePass({ hours: 1 })
      expect(await scene.findSession(tokenDigest)).toBeUndefined()
    })

    test('is not opened with credentials that were changed since they were checked', async () => {
      const scene = sceneOf()
      const { account, pair } = await scene.emailedAccount()
      const checked = await scene.credentialVersionOf(account)
      await scene.recovery.changePassword(changeWith(pair.link))
      const tokenDigest = newDigest()
      const session = await scene.sessions.open({
        tokenDigest,
        accountId: account.id,
        credentialVersion: checked,
        idleMinutes: 120,
        absoluteMinutes: 24 * 60,
        clientDigest: newDigest(),
        ...{ chargedAddress: false, chargedStreak: false },
        ...newSubjects(),
      })
      expect(session).toBeUndefined()
      expect(await scene.findSession(tokenDigest)).toBeUndefined()
    })

    test('is not opened for an account that is disabled or deleted', async () => {
      const scene = sceneOf()
      const [disabled, deleted] = [await scene.addAccount(), await scene.addAccount()]
      await scene.setAccountStatus(disabled.id, 'disabled')
      await scene.deleteAccount(deleted.id)
      for (const account of [disabled, deleted]) {
        expect((await scene.signIn(account)).session).toBeUndefined()
      }
    })

    test('is closed while its account is disabled', async () => {
      const scene = sceneOf()
      const account = await scene.addAccount()
      const { tokenDigest } = await scene.signIn(account)
      await scene.setAccountStatus(account.id, 'disabled')
      expect(await scene.findSession(tokenDigest)).toBeUndefined()
      await scene.setAccountStatus(account.id, 'active')
      expect(await scene.findSession(tokenDigest)).toBeDefined()
    })

    test('that is not opened resets no failed sign-ins', async () => {
      const scene = sceneOf()
      const account = await scene.addAccount()
      await scene.setAccountStatus(account.id, 'disabled')
      const subjects = newSubjects()
      for (let n = 0; n < 4; n += 1) await scene.limiter.chargeSignIn(signInAttempt(subjects))
      await scene.signIn(account, subjects)
      expect(await scene.limiter.chargeSignIn(signInAttempt(subjects))).toMatchObject({
        status: 'rate-limited',
      })
    })
  })
}
