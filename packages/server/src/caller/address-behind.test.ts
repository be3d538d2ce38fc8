import { expect, test } from 'vitest'
import { addressBehind } from './address-behind.ts'
import { forwardedAddress } from './forwarded-address.ts'

const seenBy = (trustProxy: string[], peer: string | undefined, forwarded?: string) =>
  addressBehind(trustProxy)({
    socket: { remoteAddress: peer },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  } as never)

test.each([
  ['no proxy is trusted', [], '203.0.113.5', '198.51.100.1', '203.0.113.5'],
  ['one proxy is', ['10.0.0.0/8'], '10.0.0.2', '198.51.100.1', '198.51.100.1'],
  ['the caller made up more', ['10.0.0.0/8'], '10.0.0.2', '1.2.3.4, 198.51.100.1', '198.51.100.1'],
  ['two proxies are', ['10.0.0.0/8'], '10.0.0.2', '198.51.100.1, 10.0.0.9', '198.51.100.1'],
  ['the call came past them', ['10.0.0.0/8'], '203.0.113.5', '10.0.0.9', '203.0.113.5'],
  ['everybody is a proxy', ['10.0.0.0/8'], '10.0.0.2', '10.0.0.9', '10.0.0.9'],
  ['nothing was forwarded', ['10.0.0.0/8'], '10.0.0.2', undefined, '10.0.0.2'],
  ['the connection is gone', [], undefined, undefined, 'unknown'],
])('where %s, a caller counts as who it is', (_, trusted, peer, forwarded, address) => {
  expect(seenBy(trusted, peer, forwarded)).toBe(address)
})

test.each([
  ['1.2.3.4, 198.51.100.1', 1, '198.51.100.1'],
  ['1.2.3.4, 198.51.100.1, 10.0.0.9', 2, '198.51.100.1'],
  [['1.2.3.4', '198.51.100.1'], 1, '198.51.100.1'],
  ['198.51.100.1', 2, undefined],
  ['', 1, undefined],
  [null, 1, undefined],
])('of %j, with %i proxies, it is %s', (header, hops, address) => {
  expect(forwardedAddress(header, { hops })).toBe(address)
})
