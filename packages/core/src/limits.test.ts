import { expect, test } from 'vitest'
import { type Client, chargeOf, chargesByClient, RESEND_AFTER_SECONDS } from './limits.ts'
import { createCountingSecrets } from './testing/index.ts'

const { keyedDigest } = createCountingSecrets()
const client = (...networks: Client['networks']): Client => ({
  networks,
  device: undefined,
  locale: undefined,
})

test('an IPv4 client is charged on its one network', () => {
  const charges = chargesByClient('ask-by-client', client({ name: 'v4', share: 1 }), keyedDigest)
  expect(charges).toEqual([
    {
      limit: 'ask-by-client',
      subject: keyedDigest('client', 'v4'),
      windows: [
        { seconds: 60, most: 5 },
        { seconds: 3600, most: 20 },
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
  const charges = chargesByClient('proof-by-client', client(...networks), keyedDigest)
  expect(charges.map((charge) => charge.subject)).toEqual(
    networks.map(({ name }) => keyedDigest('client', name)),
  )
  expect(charges.map((charge) => charge.windows)).toEqual([
    [{ seconds: 900, most: 30 }],
    [{ seconds: 900, most: 60 }],
    [{ seconds: 900, most: 300 }],
  ])
})

test('a person is charged by a digest, never by name', () => {
  const subject = keyedDigest('address', 'ada@example.test')
  expect(chargeOf('mail-by-address', subject)).toEqual({
    limit: 'mail-by-address',
    subject,
    windows: [
      { seconds: 60, most: 1 },
      { seconds: 3600, most: 5 },
      { seconds: 86_400, most: 10 },
    ],
  })
})

test('"send again" waits exactly as long as the next mail needs', () => {
  expect(RESEND_AFTER_SECONDS).toBe(60)
})
