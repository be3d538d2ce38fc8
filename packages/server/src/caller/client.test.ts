import { expect, test } from 'vitest'
import { languageOf, networksOf, timeZoneOf } from './client.ts'
import { parseClientAddress } from './client-address.ts'

test.each([
  ['one language', 'de', 'de'],
  ['a region', 'pt-PT,pt;q=0.9', 'pt-BR'],
  ['a language we lack before one we have', 'nl-NL,nl;q=0.9,fr;q=0.8,en;q=0.7', 'fr'],
  ['weights out of order', 'en;q=0.5, ja', 'ja'],
  ['a language that is refused', 'de;q=0, ar;q=0.1', 'ar'],
  ['languages of which we have none', 'nl,da;q=0.9', 'nl'],
  ['anything', '*', undefined],
  ['nothing', undefined, undefined],
  ['nonsense', '<script>, \u202e, de-', undefined],
  ['far too much', `${'xx,'.repeat(5000)}de`, 'xx'],
])('a browser that asks for %s', (_, header, language) => {
  expect(languageOf(header)).toBe(language)
})

const office = [
  { name: '20010db80000000a/64', share: 1 },
  { name: '20010db8000000/56', share: 2 },
  { name: '20010db80000/48', share: 10 },
]

test.each([
  ['an IPv6 address', '2001:db8:0:a::1', office],
  ['the same network, written out', '2001:0DB8:0000:000a:ffff:ffff:ffff:ffff', office],
  ['an address with a zone', 'fe80::1%eth0', [{ name: 'fe80000000000000/64', share: 1 }]],
  ['an IPv4 address', '192.0.2.7', [{ name: '192.0.2.7', share: 1 }]],
  ['IPv4 inside IPv6', '::ffff:192.0.2.7', [{ name: '192.0.2.7', share: 1 }]],
  ['IPv4 inside IPv6, in hexadecimal', '::ffff:c000:207', [{ name: '192.0.2.7', share: 1 }]],
  ['IPv4 with a port', '203.0.113.5:40001', [{ name: '203.0.113.5', share: 1 }]],
  ['IPv6 in brackets', '[2001:db8:0:a::1]', office],
  ['IPv6 in brackets with a port', '[2001:db8:0:a::1]:443', office],
  ['IPv6 in quotes, as in Forwarded', '"[2001:db8:0:a::1]:443"', office],
  ['all eight groups of IPv6 and a port', '2001:db8:0:a:0:0:0:1:40001', office],
  ['a zone in brackets', '[fe80::1%25eth0]:80', [{ name: 'fe80000000000000/64', share: 1 }]],
  ['IPv4 inside IPv6 with a port', '[::ffff:192.0.2.7]:1', [{ name: '192.0.2.7', share: 1 }]],
  ['the same without brackets', '::ffff:192.0.2.7:40001', [{ name: '192.0.2.7', share: 1 }]],
])('%s is limited by its networks', (_, address, networks) => {
  expect(networksOf(parseClientAddress(address)).slice(0, networks.length)).toEqual(networks)
})

test.each([
  ...['', ' ', 'g1', 'unknown', '_hidden', 'unix:', 'localhost', '-', '203.0.113', '203.0.113.256'],
  ...[
    '12345',
    '0x7f.1',
    '010.1.1.1',
    '203.0.113.5:',
    '203.0.113.5:port',
    '203.0.113.5, 203.0.113.6',
  ],
  ...['[2001:db8::5', '[]', '[g::1]:443', ':::', '2001:db8::5::6', undefined],
])('%j is nobody, like every other text that is no address', (text) => {
  expect(networksOf(parseClientAddress(text))).toEqual([{ name: 'unknown', share: 1 }])
})

test.each([
  ['Asia/Kolkata', /^Asia\/(Kolkata|Calcutta)$/],
  ['europe/berlin', /^Europe\/Berlin$/],
  ['America/Argentina/Buenos_Aires', /^America\/(Argentina\/)?Buenos_Aires$/],
  ['Etc/GMT+5', /^Etc\/GMT\+5$/],
  ['UTC', /^UTC$/],
])('the time zone %s is known', (header, name) => {
  expect(timeZoneOf(header)).toMatch(name)
  expect(timeZoneOf(header)).toBe(timeZoneOf(timeZoneOf(header)))
})

test.each([
  [undefined],
  [''],
  ['Mars/Olympus'],
  ['+02:00'],
  ['Europe/Berlin\nBcc: eve@example.test'],
  ['a'.repeat(41)],
  ['UTC, UTC'],
])('%j is no time zone', (header) => {
  expect(timeZoneOf(header)).toBeUndefined()
})
