import { expect, test } from 'vitest'
import { trustedProxies } from './client-address.ts'

const isTrusted = trustedProxies([
  '10.0.0.0/8',
  '192.0.2.7',
  '2001:db8:1::/48',
  '::ffff:172.16.0.0/108',
])

test.each([
  '10.9.8.7',
  '10.9.8.7:40001',
  '::ffff:10.9.8.7',
  '[::ffff:10.9.8.7]:443',
  '192.0.2.7',
  '2001:db8:1:2::3',
  '[2001:db8:1:2::3]:443',
  '172.31.0.1',
])('%s is a proxy that is trusted', (address) => {
  expect(isTrusted(address)).toBe(true)
})

test.each([
  '11.0.0.1',
  '192.0.2.8',
  '2001:db8:2::1',
  '172.32.0.1',
  '10.9.8.7.evil.test',
  '10.9.8',
  '167772161',
  'unknown',
  '',
])('%j is not', (address) => {
  expect(isTrusted(address)).toBe(false)
})
