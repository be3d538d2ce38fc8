import { describe, expect, test } from 'vitest'
import { addressOf, clientAt, openTestbed } from '../testing/index.ts'

describe('asking', () => {
  test('gives one answer for every address', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('known@example.test')
    const disabled = await testbed.addAccount('disabled@example.test')
    disabled.status = 'disabled'
    await testbed.addAccount('passwordless@example.test', { password: null })

    const names = ['known', 'disabled', 'passwordless', 'nobody']
    const answers = await Promise.all(names.map((name) => testbed.ask(`${name}@example.test`)))
    for (const { requestId, ...rest } of answers) {
      expect(requestId).toHaveLength(36)
      expect(rest).toEqual({
        status: 'requested',
        resendAfterSeconds: 60,
        codeExpiresAt: new Date('2030-01-01T00:10:00Z'),
      })
    }
  })

  test('leaves the same traces for every address, and no secret', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('known@example.test')
    await testbed.ask('known@example.test')
    await testbed.ask('nobody@example.test')

    expect(testbed.tables.requests).toHaveLength(2)
    expect(testbed.tables.jobs.map(({ job }) => job)).toEqual(
      testbed.tables.requests.map(({ id }) => ({
        kind: 'recovery',
        requestId: id,
        withheld: false,
      })),
    )
    expect(testbed.tables.secrets).toEqual([])
    expect(testbed.outbox.tried).toEqual([])
    expect(testbed.hasher.work).toEqual({ hashed: 0, verified: 0 })
    expect(testbed.events.map(({ event }) => event)).toEqual([
      'recovery.requested',
      'recovery.requested',
    ])
  })

  test('any number of mails is answered alike: the limit of an address is kept in silence', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('ada@example.test')
    const first = await testbed.ask('ada@example.test')
    const second = await testbed.ask('ada@example.test', clientAt('203.0.113.9'))
    expect({ ...second, requestId: '' }).toEqual({ ...first, requestId: '' })
    expect(await testbed.deliverAll()).toEqual(['handed-over', 'suppressed'])
    expect(testbed.recoveryMails()).toHaveLength(1)
  })

  test('from everywhere at once mails one address once a minute, 5 times an hour, 10 a day', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('ada@example.test')
    const mailsAfterAMinutelyAsk = async (minutes: number) => {
      for (let minute = 0; minute < minutes; minute += 1) {
        await testbed.ask('ada@example.test', clientAt(`192.0.2.${minute}`))
        await testbed.ask('ada@example.test', clientAt(`198.51.100.${minute}`))
        await testbed.deliverAll()
        testbed.clock.pass({ minutes: 1 })
      }
      return testbed.recoveryMails().length
    }
    expect(await mailsAfterAMinutelyAsk(1)).toBe(1)
    expect(await mailsAfterAMinutelyAsk(59)).toBe(5)
    expect(await mailsAfterAMinutelyAsk(120)).toBe(10)
  })

  test('in any spelling counts for the one address', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('ada@example.test')
    await testbed.ask('ADA@Example.test')
    await testbed.ask(' ada@example.TEST ')
    await testbed.deliverAll()
    expect(testbed.recoveryMails()).toHaveLength(1)
  })
})

describe('a client that asks too much', () => {
  const client = clientAt('198.51.100.7')
  const hasAskedFiveTimes = async () => {
    const testbed = openTestbed()
    await testbed.addAccount('ada@example.test')
    for (let n = 0; n < 5; n += 1) await testbed.ask(`somebody-${n}@example.test`, client)
    return testbed
  }

  test('is told how long to wait, and nothing is opened', async () => {
    const testbed = await hasAskedFiveTimes()
    testbed.clock.pass({ seconds: 20 })
    const refusal = await testbed.recovery.request(addressOf('ada@example.test'), client)
    expect(refusal).toEqual({ status: 'refused', reason: 'rate-limited', retryAfterSeconds: 40 })
    expect(testbed.tables.requests).toHaveLength(5)
    expect(testbed.tables.jobs).toHaveLength(5)
    expect(testbed.events.at(-1)).toEqual({
      event: 'recovery.refused',
      step: 'request',
      reason: 'rate-limited',
    })
  })

  test('is refused at the same count for known and unknown addresses', async () => {
    const testbed = await hasAskedFiveTimes()
    const known = await testbed.recovery.request(addressOf('ada@example.test'), client)
    const unknown = await testbed.recovery.request(addressOf('nobody@example.test'), client)
    expect(known.status).toBe('refused')
    expect(unknown).toEqual(known)
  })

  test('uses up nothing of the address it was refused for', async () => {
    const testbed = await hasAskedFiveTimes()
    await testbed.recovery.request(addressOf('ada@example.test'), client)
    await testbed.ask('ada@example.test', clientAt('203.0.113.9'))
    await testbed.deliverAll()
    expect(testbed.recoveryMails()).toHaveLength(1)
  })

  test('is heard again when the time it was told is over', async () => {
    const testbed = await hasAskedFiveTimes()
    testbed.clock.pass({ seconds: 60 })
    expect((await testbed.ask('ada@example.test', client)).status).toBe('requested')
  })

  test('does not get past its limit by changing addresses inside one IPv6 network', async () => {
    const testbed = openTestbed()
    const inSite = (network: string) => ({
      ...clientAt(''),
      networks: [
        { name: network, share: 1 },
        { name: '2001:db8:1::/56', share: 2 },
      ],
    })
    const outcomes: string[] = []
    for (let n = 0; n < 12; n += 1) {
      const client = inSite(n < 6 ? '2001:db8:1:2::/64' : '2001:db8:1:3::/64')
      outcomes.push((await testbed.recovery.request(addressOf('ada@example.test'), client)).status)
    }
    // The sixth fills its own network, and a refused ask fills nothing: the neighbour has its five.
    const five = Array.from({ length: 5 }, () => 'requested')
    expect(outcomes).toEqual([...five, 'refused', ...five, 'refused'])
    const third = await testbed.recovery.request(addressOf('a@b.test'), inSite('2001:db8:1:4::/64'))
    expect(third.status).toBe('refused')
  })
})
