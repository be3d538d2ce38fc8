import { describe, expect, test } from 'vitest'
import type { TokenDigest } from '../../digest.ts'
import {
  changeWith,
  inPlaceOf,
  newDigest,
  newSubjects,
  signInAttempt,
  spendOf,
} from '../made-up.ts'
import { none, type Scene } from './scene.ts'

export function rightStories(sceneOf: () => Scene) {
  describe('a link', () => {
    test('is valid for its owner until it expires, however often it is checked', async () => {
      const scene = sceneOf()
      const { account, pair } = await scene.emailedAccount()
      const right = await scene.recovery.findRight(pair.link)
      expect(right).toEqual({
        status: 'good',
        owner: account.address,
        expiresAt: expect.any(Date),
      })
      if (right.status !== 'good') throw new Error('not valid')
      expect(scene.minutesUntil(right.expiresAt)).toBeCloseTo(60, 0)
      expect(await scene.recovery.findRight(pair.link)).toEqual(right)
    })

    test('expires with its request at the latest', async () => {
      const scene = sceneOf()
      const account = await scene.addAccount()
      const lifetimes = { requestMinutes: 20, codeMinutes: 10 }
      const { pair } = await scene.emailFor(account, { lifetimes })
      const right = await scene.recovery.findRight(pair.link)
      if (right.status !== 'good') throw new Error('not valid')
      expect(scene.minutesUntil(right.expiresAt)).toBeCloseTo(20, 0)
    })
  })

  describe('no right', () => {
    test.each(worthless)('comes from %s: it is %s', async (_, reason, make) => {
      const scene = sceneOf()
      const { account, secret } = await make(scene)
      const before = await scene.accounts.findForSignIn(account.address.canonical)
      expect(await scene.recovery.findRight(secret)).toEqual(none(reason))
      expect(await scene.recovery.changePassword(changeWith(secret))).toEqual(none(reason))
      expect(await scene.accounts.findForSignIn(account.address.canonical)).toEqual(before)
    })
  })

  describe('a change of the password', () => {
    test.each(['link', 'ticket'])('with a %s happens once', async (kind) => {
      const scene = sceneOf()
      const { account, pair } = await scene.emailedAccount()
      const secret = kind === 'link' ? pair.link : await scene.ticketFor(pair)
      expect(await scene.recovery.changePassword(changeWith(secret, 'second hash'))).toEqual({
        status: 'changed',
        accountId: account.id,
      })
      expect(await scene.recovery.changePassword(changeWith(secret, 'third hash'))).toEqual(
        none('spent'),
      )
      expect(await scene.accounts.findForSignIn(account.address.canonical)).toEqual({
        accountId: account.id,
        passwordHash: 'second hash',
        credentialVersion: 2,
        status: 'active',
      })
      const [summary] = (await scene.accounts.list()).filter(({ id }) => id === account.id)
      expect(scene.minutesUntil(summary?.passwordChangedAt)).toBeCloseTo(0, 0)
    })

    test('voids every other link, code and ticket of the account, and of no other', async () => {
      const scene = sceneOf()
      const { account, pair } = await scene.emailedAccount()
      const second = await scene.emailFor(account)
      const third = await scene.emailFor(account)
      const ticket = await scene.ticketFor(third.pair)
      const bystander = await scene.emailedAccount()

      await scene.recovery.changePassword(changeWith(pair.link))
      expect(await scene.recovery.findRight(second.pair.link)).toEqual(none('voided'))
      expect(await scene.recovery.findRight(ticket)).toEqual(none('voided'))
      expect(await scene.recovery.spendCode(spendOf(second.pair))).toEqual({ status: 'wrong' })
      expect(await scene.recovery.findRight(bystander.pair.link)).toMatchObject({ status: 'good' })
    })

    test('ends every session of the account, and of no other', async () => {
      const scene = sceneOf()
      const { account, pair } = await scene.emailedAccount()
      const sessions = [await scene.signIn(account), await scene.signIn(account)]
      const bystander = await scene.signIn(await scene.addAccount())
      await scene.recovery.changePassword(changeWith(pair.link))
      for (const { tokenDigest } of sessions) {
        expect(await scene.findSession(tokenDigest)).toBeUndefined()
      }
      expect(await scene.findSession(bystander.tokenDigest)).toBeDefined()
    })

    test('queues one notice', async () => {
      const scene = sceneOf()
      const { account, pair } = await scene.emailedAccount()
      await scene.recovery.changePassword(changeWith(pair.link))
      await scene.recovery.changePassword(changeWith(pair.link))
      const { job } = await scene.jobOf(account.id)
      if (job.kind !== 'password-changed') throw new Error('no notice')
      expect(scene.minutesUntil(new Date(job.occurredAt))).toBeCloseTo(0, 0)
    })

    test('the notice knows the client that made it, and otherwise that of the request', async () => {
      const scene = sceneOf()
      const by = { device: 'Safari on iPhone', locale: 'ja', timeZone: 'Asia/Tokyo' }
      const known = await scene.emailedAccount()
      await scene.recovery.changePassword({ ...changeWith(known.pair.link), by })
      expect((await scene.jobOf(known.account.id)).job).toMatchObject(by)

      const other = await scene.addAccount()
      const { pair } = await scene.emailFor(other, { locale: 'fr', timeZone: 'Asia/Kolkata' })
      await scene.recovery.changePassword(changeWith(pair.link))
      const attempt = await scene.jobOf(other.id)
      expect(attempt.job).toMatchObject({ locale: 'fr', timeZone: 'Asia/Kolkata', device: null })
      expect(await scene.prepare(attempt)).toMatchObject({ status: 'ready', locale: 'fr' })
    })

    test('leaves the not-me secrets of earlier notices valid', async () => {
      const scene = sceneOf()
      const { account, notMe } = await scene.noticedAccount()
      await scene.noticeFor(account)
      expect(await scene.recovery.findNotMe(notMe)).toMatchObject({ status: 'good' })
    })

    test('resets the failed sign-ins of its subjects, and of no others', async () => {
      const scene = sceneOf()
      const [owner, bystander] = [newSubjects(), newSubjects()]
      for (const subjects of [owner, bystander]) {
        for (let n = 0; n < 4; n += 1) await scene.limiter.chargeSignIn(signInAttempt(subjects))
      }
      const { pair } = await scene.emailedAccount()
      await scene.recovery.changePassword({ ...changeWith(pair.link), ...owner })
      expect(await scene.limiter.chargeSignIn(signInAttempt(owner))).toMatchObject({
        ...{ status: 'charged', isKnown: true },
      })
      expect(await scene.limiter.chargeSignIn(signInAttempt(bystander))).toMatchObject({
        status: 'rate-limited',
      })
    })

    test('is of no use to an email that is prepared before it and opened after it', async () => {
      const scene = sceneOf()
      const { account, pair } = await scene.emailedAccount()
      const late = await scene.emailFor(account)
      await scene.recovery.changePassword(changeWith(pair.link))
      const fresh = await scene.emailFor(account)
      expect(await scene.recovery.findRight(late.pair.link)).toEqual(none('voided'))
      expect(await scene.recovery.findRight(fresh.pair.link)).toMatchObject({ status: 'good' })
    })
  })
}

type Worthless = {
  account: Awaited<ReturnType<Scene['addAccount']>>
  secret: TokenDigest
}

const worthless: [string, string, (scene: Scene) => Promise<Worthless>][] = [
  [
    'a token nobody was given',
    'unknown',
    async (scene) => ({ account: await scene.addAccount(), secret: newDigest() }),
  ],
  [
    'a code',
    'unknown',
    async (scene) => {
      const { account, pair } = await scene.emailedAccount()
      return { account, secret: inPlaceOf(pair.code) }
    },
  ],
  [
    'the token of a session',
    'unknown',
    async (scene) => {
      const account = await scene.addAccount()
      return { account, secret: (await scene.signIn(account)).tokenDigest }
    },
  ],
  [
    'the secret of a notice',
    'unknown',
    async (scene) => {
      const { account, notMe } = await scene.noticedAccount()
      return { account, secret: notMe }
    },
  ],
  [
    'a link after its lifetime',
    'expired',
    async (scene) => {
      const { account, pair } = await scene.emailedAccount()
      await scene.letTimePass({ minutes: 60 })
      return { account, secret: pair.link }
    },
  ],
  [
    'a ticket after its lifetime',
    'expired',
    async (scene) => {
      const { account, pair } = await scene.emailedAccount()
      const ticket = await scene.ticketFor(pair)
      await scene.letTimePass({ minutes: 10 })
      return { account, secret: ticket }
    },
  ],
  [
    'a link that was used',
    'spent',
    async (scene) => {
      const { account, pair } = await scene.emailedAccount()
      await scene.recovery.changePassword(changeWith(pair.link))
      return { account, secret: pair.link }
    },
  ],
  [
    'a link that was used and expired since',
    'spent',
    async (scene) => {
      const { account, pair } = await scene.emailedAccount()
      await scene.recovery.changePassword(changeWith(pair.link))
      await scene.letTimePass({ minutes: 60 })
      return { account, secret: pair.link }
    },
  ],
  [
    'a link beside one that was used',
    'voided',
    async (scene) => {
      const { account, pair } = await scene.emailedAccount()
      const sibling = await scene.emailFor(account)
      await scene.recovery.changePassword(changeWith(sibling.pair.link))
      return { account, secret: pair.link }
    },
  ],
  [
    'a link that is voided and expired since',
    'voided',
    async (scene) => {
      const { account, pair } = await scene.emailedAccount()
      const sibling = await scene.emailFor(account)
      await scene.recovery.changePassword(changeWith(sibling.pair.link))
      await scene.letTimePass({ minutes: 60 })
      return { account, secret: pair.link }
    },
  ],
  [
    'a link of a disabled account',
    'voided',
    async (scene) => {
      const { account, pair } = await scene.emailedAccount()
      await scene.setAccountStatus(account.id, 'disabled')
      return { account, secret: pair.link }
    },
  ],
  [
    'a link of an account that was deleted',
    'unknown',
    async (scene) => {
      const { account, pair } = await scene.emailedAccount()
      await scene.deleteAccount(account.id)
      return { account, secret: pair.link }
    },
  ],
]
