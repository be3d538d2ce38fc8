import { expect, test } from 'vitest'
import { type Client, chargesBy, emailShare, resendAfterSeconds, shareName } from './limits.ts'
import { addressOf, createCountingSecrets, usualLimits } from './testing/index.ts'

const { addressDigest, clientDigest } = createCountingSecrets()
const charges = chargesBy(usualLimits, clientDigest)
const client = (...networks: Client['networks']): Client => ({
  networks,
  device: undefined,
  locale: undefined,
})

test('an IPv4 client is charged on its one network', () => {
  expect(charges.client('request-by-client', client({ name: 'v4', share: 1 }))).toEqual([
    {
      limit: 'request-by-client',
      subject: clientDigest('v4'),
      windows: [
        { seconds: 60, most: 30 },
        { seconds: 3600, most: 100 },
      ],
    },
  ])
})

test('an IPv6 client is charged on each of its networks, and the wider ones hold more', () => {
  const networks = [
    { name: '2001:db8:1:2::/64', share: 1 },
    { name: '2001:db8:1::/56', share: 2 },
    { name: '2001:db8:1::/48', share: 10 },
  ]
  const charged = charges.client('proof-by-client', client(...networks))
  expect(charged.map((charge) => charge.subject)).toEqual(
    networks.map(({ name }) => clientDigest(name)),
  )
  expect(charged.map((charge) => charge.windows)).toEqual([
    [{ seconds: 900, most: 30 }],
    [{ seconds: 900, most: 60 }],
    [{ seconds: 900, most: 300 }],
  ])
})

test('an exempt client is charged on none of its networks', () => {
  const office = client({ name: 'v4', share: 1 })
  expect(charges.client('request-by-client', { ...office, isExempt: true })).toEqual([])
  expect(charges.client('request-by-client', office)).toHaveLength(1)
})

test('a person is charged by a digest, never by name', () => {
  const subject = addressDigest(addressOf('ada@example.test'))
  expect(charges.subject('mail-by-address', subject)).toEqual({
    limit: 'mail-by-address',
    subject,
    windows: [
      { seconds: 60, most: 1 },
      { seconds: 3600, most: 5 },
      { seconds: 86_400, most: 10 },
    ],
  })
})

test('a charge is as large as the operator says', () => {
  const windows = [{ seconds: 10, most: 7 }]
  const ours = chargesBy({ ...usualLimits, 'proof-by-client': windows }, clientDigest)
  expect(ours.subject('proof-by-client', clientDigest('v4')).windows).toEqual(windows)
})

test('a resend waits exactly as long as the limit of the address needs', () => {
  const waiting = (...windows: { seconds: number; most: number }[]) =>
    resendAfterSeconds({ ...usualLimits, 'mail-by-address': windows })
  expect(resendAfterSeconds(usualLimits)).toBe(60)
  expect(waiting({ seconds: 90, most: 1 }, { seconds: 3600, most: 5 })).toBe(90)
  expect(waiting({ seconds: 60, most: 3 })).toBe(1)
})

test('one network takes at most half of the emails to an address', () => {
  expect(emailShare(usualLimits)).toEqual([
    { seconds: 3600, most: 2 },
    { seconds: 24 * 3600, most: 5 },
  ])
})

test('shares are counted by the IPv4 address, and by the /40 of IPv6', () => {
  expect(shareName(client({ name: '198.51.100.7', share: 1 }))).toBe('198.51.100.7')
  const networks = [
    { name: '20010db800010002/64', share: 1 },
    { name: '20010db8000100/56', share: 2 },
    { name: '20010db80001/48', share: 10 },
  ]
  expect(shareName(client(...networks))).toBe('20010db800/40')
})
