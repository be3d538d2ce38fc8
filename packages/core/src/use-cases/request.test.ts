import { describe, expect, test } from 'vitest'
import { addressOf, clientAt, openTestbed } from '../testing/index.ts'

describe('a request', () => {
  test('gets the same answer for every address', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('known@example.test')
    const disabled = await testbed.addAccount('disabled@example.test')
    disabled.status = 'disabled'
    await testbed.addAccount('passwordless@example.test', { password: null })

    const names = ['known', 'disabled', 'passwordless', 'nobody']
    const answers = await Promise.all(names.map((name) => testbed.request(`${name}@example.test`)))
    for (const { requestId, ...rest } of answers) {
      expect(requestId).toHaveLength(36)
      expect(rest).toEqual({
        status: 'requested',
        resendAfterSeconds: 60,
        codeExpiresAt: new Date('2030-01-01T00:10:00Z'),
      })
    }
  })

  test('stores and logs the same for every address, and no secret', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('known@example.test')
    await testbed.request('known@example.test')
    await testbed.request('nobody@example.test')

    expect(testbed.tables.requests).toHaveLength(2)
    expect(testbed.tables.jobs.map(({ job }) => job)).toEqual(
      testbed.tables.requests.map(({ id }) => ({
        kind: 'recovery',
        requestId: id,
        withheld: false,
      })),
    )
    expect(testbed.tables.secrets).toEqual([])
    expect(testbed.mailer.tried).toEqual([])
    expect(testbed.hasher.work).toEqual({ hashed: 0, verified: 0 })
    expect(testbed.events.map(({ event }) => event)).toEqual([
      'recovery.requested',
      'recovery.requested',
    ])
  })

  test('above the limit of its address gets the same answer, and no email', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('ada@example.test')
    const first = await testbed.request('ada@example.test')
    const second = await testbed.request('ada@example.test', clientAt('203.0.113.9'))
    expect({ ...second, requestId: '' }).toEqual({ ...first, requestId: '' })
    expect(await testbed.deliverAll()).toEqual(['handed-over', 'suppressed'])
    expect(testbed.recoveryEmails()).toHaveLength(1)
  })

  test('for one address leads to one email a minute, 5 an hour and 10 a day, from however many clients', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('ada@example.test')
    const emailsAfter = async (minutes: number) => {
      for (let minute = 0; minute < minutes; minute += 1) {
        await testbed.request('ada@example.test', clientAt(`192.0.2.${minute}`))
        await testbed.request('ada@example.test', clientAt(`198.51.100.${minute}`))
        await testbed.deliverAll()
        testbed.clock.pass({ minutes: 1 })
      }
      return testbed.recoveryEmails().length
    }
    expect(await emailsAfter(1)).toBe(1)
    expect(await emailsAfter(59)).toBe(5)
    expect(await emailsAfter(120)).toBe(10)
  })

  test('is counted for its address in any spelling', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('ada@example.test')
    await testbed.request('ADA@Example.test')
    await testbed.request(' ada@example.TEST ')
    await testbed.deliverAll()
    expect(testbed.recoveryEmails()).toHaveLength(1)
  })
})

describe('a client that makes too many requests', () => {
  const client = clientAt('198.51.100.7')
  const afterThirtyRequests = async () => {
    const testbed = openTestbed()
    await testbed.addAccount('ada@example.test')
    for (let n = 0; n < 30; n += 1) await testbed.request(`somebody-${n}@example.test`, client)
    return testbed
  }

  test('is refused with the time to wait, and nothing is opened', async () => {
    const testbed = await afterThirtyRequests()
    testbed.clock.pass({ seconds: 20 })
    const refusal = await testbed.recovery.request(addressOf('ada@example.test'), client)
    expect(refusal).toEqual({ status: 'refused', reason: 'rate-limited', retryAfterSeconds: 40 })
    expect(testbed.tables.requests).toHaveLength(30)
    expect(testbed.tables.jobs).toHaveLength(30)
    expect(testbed.events.at(-1)).toEqual({
      event: 'recovery.refused',
      step: 'request',
      reason: 'rate-limited',
    })
  })

  test('is refused at the same count for known and unknown addresses', async () => {
    const testbed = await afterThirtyRequests()
    const known = await testbed.recovery.request(addressOf('ada@example.test'), client)
    const unknown = await testbed.recovery.request(addressOf('nobody@example.test'), client)
    expect(known.status).toBe('refused')
    expect(unknown).toEqual(known)
  })

  test('uses up nothing of the limit of the address', async () => {
    const testbed = await afterThirtyRequests()
    await testbed.recovery.request(addressOf('ada@example.test'), client)
    await testbed.request('ada@example.test', clientAt('203.0.113.9'))
    await testbed.deliverAll()
    expect(testbed.recoveryEmails()).toHaveLength(1)
  })

  test('is accepted again after that time', async () => {
    const testbed = await afterThirtyRequests()
    testbed.clock.pass({ seconds: 60 })
    expect((await testbed.request('ada@example.test', client)).status).toBe('requested')
  })

  test('is refused earlier if all of them are for one address', async () => {
    const testbed = openTestbed()
    for (let n = 0; n < 5; n += 1) await testbed.request('ada@example.test', client)
    const sixth = await testbed.recovery.request(addressOf('ada@example.test'), client)
    expect(sixth).toMatchObject({ reason: 'rate-limited', retryAfterSeconds: 60 })
    expect((await testbed.request('bob@example.test', client)).status).toBe('requested')
  })

  test('is not accepted from another address of its IPv6 network either', async () => {
    const testbed = openTestbed()
    const inSite = (network: string) => ({
      ...clientAt(''),
      networks: [
        { name: network, share: 1 },
        { name: '2001:db8:1::/56', share: 2 },
      ],
    })
    const outcomes: string[] = []
    for (let n = 0; n < 62; n += 1) {
      const client = inSite(n < 31 ? '2001:db8:1:2::/64' : '2001:db8:1:3::/64')
      outcomes.push((await testbed.recovery.request(addressOf(`n${n}@b.test`), client)).status)
    }
    // A refused request is not counted, so the second /64 has thirty of its own until the /56 is full.
    const thirty = Array.from({ length: 30 }, () => 'requested')
    expect(outcomes).toEqual([...thirty, 'refused', ...thirty, 'refused'])
    const third = await testbed.recovery.request(addressOf('a@b.test'), inSite('2001:db8:1:4::/64'))
    expect(third.status).toBe('refused')
  })
})
