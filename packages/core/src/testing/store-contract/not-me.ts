import { describe, expect, test } from 'vitest'
import { changeWith, newDigest, reportWith } from '../made-up.ts'
import { none, ready, type Scene } from './scene.ts'

export function notMeStories(sceneOf: () => Scene) {
  describe('the secret of a notice', () => {
    test('is valid for three days, however often it is checked', async () => {
      const scene = sceneOf()
      const { account, notMe } = await scene.noticedAccount()
      const right = await scene.recovery.findNotMe(notMe)
      expect(right).toEqual({
        status: 'good',
        owner: account.address,
        expiresAt: expect.any(Date),
      })
      if (right.status !== 'good') throw new Error('not valid')
      expect(scene.minutesUntil(right.expiresAt)).toBeCloseTo(72 * 60, 0)
      expect(await scene.recovery.findNotMe(notMe)).toEqual(right)

      await scene.letTimePass({ hours: 72 })
      expect(await scene.recovery.findNotMe(notMe)).toEqual(none('expired'))
      expect(await scene.recovery.reportNotMe(reportWith(notMe))).toEqual(none('expired'))
    })

    test('stays valid when the password is changed again', async () => {
      const scene = sceneOf()
      const { account, notMe } = await scene.noticedAccount()
      const { pair } = await scene.emailFor(account)
      await scene.recovery.changePassword(changeWith(pair.link))
      expect(await scene.recovery.reportNotMe(reportWith(notMe))).toMatchObject({
        status: 'reported',
      })
    })

    test('is neither a link nor a token nobody was given', async () => {
      const scene = sceneOf()
      const { pair } = await scene.emailedAccount()
      for (const secret of [pair.link, newDigest()]) {
        expect(await scene.recovery.findNotMe(secret)).toEqual(none('unknown'))
        expect(await scene.recovery.reportNotMe(reportWith(secret))).toEqual(none('unknown'))
      }
    })

    test('is void while its account is disabled', async () => {
      const scene = sceneOf()
      const { account, notMe } = await scene.noticedAccount()
      await scene.setAccountStatus(account.id, 'disabled')
      expect(await scene.recovery.findNotMe(notMe)).toEqual(none('voided'))
      expect(await scene.recovery.reportNotMe(reportWith(notMe))).toEqual(none('voided'))
    })
  })

  describe('a report of "this wasn’t me"', () => {
    test('replaces the password, ends every session and voids every other secret', async () => {
      const scene = sceneOf()
      const { account, notMe } = await scene.noticedAccount()
      const { pair } = await scene.emailFor(account)
      const other = await scene.noticeFor(account)
      const late = await scene.emailFor(account)
      const session = await scene.signIn(account)
      const version = await scene.credentialVersionOf(account)

      const report = reportWith(notMe)
      expect(await scene.recovery.reportNotMe(report)).toEqual({
        status: 'reported',
        accountId: account.id,
        codeExpiresAt: expect.any(Date),
      })
      expect(await scene.accounts.findForSignIn(account.address.canonical)).toMatchObject({
        passwordHash: report.passwordHash,
        credentialVersion: version + 1,
      })
      expect(await scene.findSession(session.tokenDigest)).toBeUndefined()
      expect(await scene.recovery.findRight(pair.link)).toMatchObject({ status: 'none' })
      expect(await scene.recovery.findRight(late.pair.link)).toEqual(none('voided'))
      expect(await scene.recovery.findNotMe(other)).toEqual(none('voided'))
    })

    test('opens a request of the owner, whose email no limit withholds', async () => {
      const scene = sceneOf()
      const { account, notMe } = await scene.noticedAccount()
      const report = reportWith(notMe)
      const reported = await scene.recovery.reportNotMe(report)
      if (reported.status !== 'reported') throw new Error('not reported')
      expect(scene.minutesUntil(reported.codeExpiresAt)).toBeCloseTo(10, 0)
      const attempt = await scene.jobOf(report.request.id)
      expect(attempt.job).toMatchObject({ kind: 'recovery', withheld: false })
      expect(ready(await scene.prepare(attempt))).toMatchObject({
        kind: 'recovery',
        owner: account.address,
      })
    })

    test('is made once', async () => {
      const scene = sceneOf()
      const { notMe } = await scene.noticedAccount()
      const second = reportWith(notMe)
      await scene.recovery.reportNotMe(reportWith(notMe))
      expect(await scene.recovery.reportNotMe(second)).toEqual(none('spent'))
      expect(await scene.recovery.findNotMe(notMe)).toEqual(none('spent'))
      expect(await scene.jobsOf(second.request.id)).toEqual([])
    })
  })
}
