import { describe, expect, test } from 'vitest'
import type { DeliveryAttempt } from '../../ports/index.ts'
import { charge, newDigest, newId, newRequest, unlimited } from '../made-up.ts'
import { rateLimited, ready, type Scene } from './scene.ts'

export function requestStories(sceneOf: () => Scene) {
  const resend = (requestId: string, charges = unlimited) =>
    sceneOf().recovery.resend({ requestId, charges, codeLifetimeMinutes: 10 })

  describe('a request', () => {
    test('is opened together with the job for its email', async () => {
      const scene = sceneOf()
      const request = newRequest()
      const opened = await scene.recovery.openRequest(request)
      expect(opened).toEqual({
        status: 'opened',
        requestId: request.id,
        codeExpiresAt: expect.any(Date),
      })
      if (opened.status !== 'opened') throw new Error('not opened')
      expect(scene.minutesUntil(opened.codeExpiresAt)).toBeCloseTo(10, 0)
      const [attempt, ...more] = await scene.jobsOf(request.id)
      expect(more).toEqual([])
      expect(attempt?.job).toEqual({ kind: 'recovery', requestId: request.id, withheld: false })
    })

    test('needs neither a device nor a language', async () => {
      const scene = sceneOf()
      const { address } = await scene.addAccount()
      const { id } = await scene.openRequest({ address, device: undefined, locale: undefined })
      const email = ready(await scene.prepare(await scene.jobOf(id)))
      expect(email).toMatchObject({ locale: undefined, request: { device: undefined } })
    })

    test('is refused when the client has reached its limit, and then has no job', async () => {
      const scene = sceneOf()
      const charges = { ...unlimited, client: [charge(1)] }
      await scene.openRequest({ charges })
      const second = newRequest({ charges })
      expect(await scene.recovery.openRequest(second)).toEqual(rateLimited)
      expect(await scene.jobsOf(second.id)).toEqual([])
      expect(await scene.recovery.chargeGuess(second.id, noGuessLimits)).toBe('unknown')
    })

    test('that is refused for one network of the client is not counted for the others', async () => {
      const scene = sceneOf()
      const [full, wide] = [charge(1), charge(2)]
      const open = (...client: (typeof wide)[]) =>
        scene.recovery.openRequest(newRequest({ charges: { ...unlimited, client } }))
      await open(full, wide)
      expect(await open(full, wide)).toEqual(rateLimited)
      expect(await open(wide)).toMatchObject({ status: 'opened' })
      expect(await open(wide)).toEqual(rateLimited)
    })

    test('above the limit of its address is opened, and its email is withheld', async () => {
      const scene = sceneOf()
      const { address } = await scene.addAccount()
      const addressDigest = newDigest()
      const charges = { ...unlimited, address: charge(1) }
      const open = () => scene.openRequest({ address, addressDigest, charges })
      const [first, second] = [await open(), await open()]
      expect(await scene.prepare(await scene.jobOf(first.id))).toMatchObject({ status: 'ready' })
      expect(await scene.prepare(await scene.jobOf(second.id))).toEqual({
        status: 'suppressed',
        reason: 'limit',
      })

      await scene.letTimePass({ hours: 1 })
      const third = await open()
      expect(await scene.prepare(await scene.jobOf(third.id))).toMatchObject({ status: 'ready' })
    })

    test('above what one network may cause is withheld, and one of another network is not', async () => {
      const scene = sceneOf()
      const addressDigest = newDigest()
      const open = async (network = newDigest()) => {
        const charges = { ...unlimited, network, share: charge(2), address: charge(4) }
        const { id } = await scene.openRequest({ addressDigest, charges })
        return isWithheld(await scene.jobOf(id))
      }
      const stranger = newDigest()
      const ofStranger = []
      for (let n = 0; n < 5; n += 1) ofStranger.push(await open(stranger))
      expect(ofStranger).toEqual([false, false, true, true, true])
      expect([await open(), await open(), await open()]).toEqual([false, false, true])
    })

    test('is let in longest from networks that had least, when the global limit is half reached', async () => {
      const scene = sceneOf()
      await scene.letTimePass({ hours: 2 })
      const open = async (network: ReturnType<typeof newDigest>) => {
        const inAll = [{ seconds: 600, most: 8 }]
        const request = newRequest({ charges: { ...unlimited, network, inAll } })
        return (await scene.recovery.openRequest(request)).status
      }
      const times = async (count: number, network: ReturnType<typeof newDigest>) => {
        const answers = []
        for (let n = 0; n < count; n += 1) answers.push(await open(network))
        return answers
      }
      const [busy, calm] = [newDigest(), newDigest()]
      const opened = (count: number) => Array.from({ length: count }, () => 'opened')
      // Four without a count; then it has had one of four, and one of three.
      expect(await times(7, busy)).toEqual([...opened(6), 'rate-limited'])
      expect(await times(2, calm)).toEqual(['opened', 'rate-limited'])
      expect(await open(newDigest())).toBe('opened')
      expect(await open(newDigest())).toBe('rate-limited')
      await scene.letTimePass({ hours: 2 })
      expect(await open(busy)).toBe('opened')
      await scene.letTimePass({ hours: 2 })
    })

    test('that is refused for its client uses up nothing of its address', async () => {
      const scene = sceneOf()
      const { address } = await scene.addAccount()
      const addressDigest = newDigest()
      const charges = { ...unlimited, address: charge(1) }
      const full = charge(1)
      await scene.openRequest({ charges: { ...unlimited, client: [full] } })
      const refused = newRequest({
        ...{ address, addressDigest },
        charges: { ...charges, client: [full] },
      })
      expect(await scene.recovery.openRequest(refused)).toEqual(rateLimited)
      const { id } = await scene.openRequest({ address, addressDigest, charges })
      expect(await scene.prepare(await scene.jobOf(id))).toMatchObject({ status: 'ready' })
    })

    test('is refused when the global limit is reached, and so is a resend', async () => {
      const scene = sceneOf()
      await scene.letTimePass({ hours: 2 })
      const charges = { ...unlimited, inAll: [{ seconds: 3600, most: 3 }] }
      const { id } = await scene.openRequest({ charges })
      await scene.openRequest({ charges })
      expect(await resend(id, charges)).toMatchObject({ status: 'opened' })

      expect(await scene.recovery.openRequest(newRequest({ charges }))).toEqual(rateLimited)
      expect(await resend(id, charges)).toEqual(rateLimited)
      await scene.letTimePass({ hours: 2 })
      expect(await scene.recovery.openRequest(newRequest({ charges }))).toMatchObject({
        status: 'opened',
      })
    })
  })

  test('a request that is refused for its client is not counted against the global limit', async () => {
    const scene = sceneOf()
    await scene.letTimePass({ hours: 2 })
    const inAll = [{ seconds: 3600, most: 2 }]
    const client = [charge(1)]
    await scene.openRequest({ charges: { ...unlimited, client, inAll } })
    for (let n = 0; n < 3; n += 1) {
      const refused = newRequest({ charges: { ...unlimited, client, inAll } })
      expect(await scene.recovery.openRequest(refused)).toEqual(rateLimited)
    }
    const charges = { ...unlimited, inAll }
    await scene.openRequest({ charges })
    expect(await scene.recovery.openRequest(newRequest({ charges }))).toEqual(rateLimited)
    await scene.letTimePass({ hours: 2 })
  })

  describe('a resend', () => {
    test('queues another email for the same request', async () => {
      const scene = sceneOf()
      const { id } = await scene.openRequest()
      const answer = await resend(id)
      expect(answer).toMatchObject({ status: 'opened', requestId: id })
      expect(await scene.jobsOf(id)).toHaveLength(2)
    })

    test('promises no code beyond the end of the request', async () => {
      const scene = sceneOf()
      const { id } = await scene.openRequest({ lifetimes: { requestMinutes: 20, codeMinutes: 10 } })
      await scene.letTimePass({ minutes: 15 })
      const answer = await resend(id)
      if (answer?.status !== 'opened') throw new Error('not opened')
      expect(scene.minutesUntil(answer.codeExpiresAt)).toBeCloseTo(5, 0)
    })

    test('of an expired request, or of none, does nothing', async () => {
      const scene = sceneOf()
      const { id } = await scene.openRequest()
      await scene.letTimePass({ hours: 2 })
      const charges = { ...unlimited, client: [charge(1)] }
      expect(await resend(id, charges)).toBeUndefined()
      expect(await resend(newId(), charges)).toBeUndefined()
      expect(await scene.limiter.charge(charges.client)).toEqual({ status: 'charged' })
      expect(await scene.jobsOf(id)).toHaveLength(1)
    })

    test('is counted with the requests of its client and its address', async () => {
      const scene = sceneOf()
      const { address } = await scene.addAccount()
      const charges = { ...unlimited, client: [charge(2)], address: charge(1) }
      const { id } = await scene.openRequest({ address, charges })
      expect(await resend(id, charges)).toMatchObject({ status: 'opened' })
      expect(await resend(id, charges)).toEqual(rateLimited)
      const withheld = (await scene.jobsOf(id)).map(
        ({ job }) => job.kind === 'recovery' && job.withheld,
      )
      expect(withheld.sort()).toEqual([false, true])
    })
  })
}

function isWithheld({ job }: DeliveryAttempt): boolean {
  return job.kind === 'recovery' && job.withheld
}

const noGuessLimits = { 'guess-by-address': [], 'guess-in-a-row': 1_000_000, 'guess-in-all': [] }
