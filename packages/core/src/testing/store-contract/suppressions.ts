import { describe, expect, test } from 'vitest'
import type { AddressDigest } from '../../digest.ts'
import type { ReportedAddress } from '../../ports/index.ts'
import { newDigest, newId, newPair } from '../made-up.ts'
import { ready, type Scene } from './scene.ts'

export function suppressionStories(sceneOf: () => Scene) {
  const found = async (digest: AddressDigest) =>
    (await sceneOf().suppressions.find([newDigest(), digest])).map(({ cause, stopsRecovery }) =>
      stopsRecovery ? cause : `${cause}, not recovery`,
    )
  const hoursAgo = (hours: number) => new Date(sceneOf().now().getTime() - hours * 3_600_000)
  const bounce = (digest: AddressDigest, at = sceneOf().now()): ReportedAddress => ({
    ...{ digest, cause: 'bounced', at, detail: '550 5.1.1 no such user', messageId: undefined },
  })
  const report = (...reports: ReportedAddress[]) => sceneOf().suppressions.report(reports)
  const days = (count: number) => sceneOf().letTimePass({ hours: count * 24 + 1 })

  describe('suppressions', () => {
    test('a mailbox that is not there gets no email for a week, then for two', async () => {
      const digest = newDigest()
      expect(await report(bounce(digest))).toBe(1)
      expect(await found(digest)).toEqual(['bounced'])
      await days(7)
      expect(await found(digest)).toEqual([])
      await report(bounce(digest))
      await days(7)
      expect(await found(digest)).toEqual(['bounced'])
      await days(7)
      expect(await found(digest)).toEqual([])
    })

    test('no number of reports makes it longer than eight weeks', async () => {
      const digest = newDigest()
      for (let times = 0; times < 6; times += 1) {
        await report(bounce(digest))
        await days(8 * 7)
        expect(await found(digest)).toEqual([])
      }
    })

    test('the reports of emails that were on their way together are one', async () => {
      const digest = newDigest()
      await report(bounce(digest, hoursAgo(3)))
      await report(bounce(digest, hoursAgo(2)), bounce(digest, hoursAgo(1)))
      await days(7)
      expect(await found(digest)).toEqual([])
    })

    test('a report that comes again, or late, changes nothing', async () => {
      const digest = newDigest()
      const first = bounce(digest, hoursAgo(2))
      await report(first)
      expect(await report(first)).toBe(0)
      expect(await report(bounce(digest, hoursAgo(5)))).toBe(0)
      await days(7)
      expect(await report({ ...first, at: hoursAgo(7 * 24 + 4) })).toBe(0)
      expect(await found(digest)).toEqual([])
    })

    test('a report from the future counts from now', async () => {
      const digest = newDigest()
      await report(bounce(digest, hoursAgo(-1_000)))
      await days(7)
      expect(await found(digest)).toEqual([])
    })

    test('a complaint stops recovery for a day, and other emails for thirty', async () => {
      const scene = sceneOf()
      const { address } = await scene.addAccount()
      const attempt = await scene.jobOf((await scene.openRequest({ address })).id)
      ready(await scene.prepare(attempt, newPair(newId())))
      const digest = newDigest()
      const at = scene.now()
      const complaint = { digest, cause: 'complained', at, detail: 'abuse' } as const
      expect(await report({ ...complaint, messageId: attempt.jobId })).toBe(1)
      expect(await found(digest)).toEqual(['complained'])
      await days(1)
      expect(await found(digest)).toEqual(['complained, not recovery'])
      await days(30)
      expect(await found(digest)).toEqual([])
    })

    test('a complaint about an email that is not ours does not count', async () => {
      const digest = newDigest()
      const complaint = { ...bounce(digest), cause: 'complained' } as const
      expect(await report(complaint, { ...complaint, messageId: newId() })).toBe(0)
      expect(await found(digest)).toEqual([])
    })

    test('one report of many is about one address', async () => {
      const [one, other] = [newDigest(), newDigest()]
      expect(await report(bounce(one), bounce(other))).toBe(2)
      expect(await found(one)).toEqual(['bounced'])
      expect(await sceneOf().suppressions.find([])).toEqual([])
    })
  })
}
