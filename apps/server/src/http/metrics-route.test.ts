import { describe, expect, test } from 'vitest'
import { mayScrape } from './metrics-route.ts'

const TOKEN = 'a-token-of-some-length'
const local = { host: 'localhost:3000' }
const open = { metricsToken: undefined, openMetrics: true }
const openWithToken = { metricsToken: TOKEN, openMetrics: true }

describe('without a token', () => {
  test.each([
    ['127.0.0.1', 'localhost:3000'],
    ['127.0.0.1', '127.0.0.1'],
    ['127.8.9.1', 'LOCALHOST'],
    ['::1', '[::1]:3000'],
    ['::ffff:127.0.0.1', 'localhost:3000'],
  ])('%s may, calling %s', (remoteAddress, host) => {
    expect(mayScrape({ remoteAddress, headers: { host } }, open)).toBe(true)
    expect(mayScrape({ remoteAddress, headers: { host } }, openWithToken)).toBe(true)
  })

  test.each([
    '10.0.0.1',
    '192.168.127.0',
    '1.127.0.0.1',
    '128.0.0.1',
    '::ffff:10.0.0.1',
    '::2',
    'fe80::1',
    '::127.0.0.1',
    undefined,
  ])('%s may not', (remoteAddress) => {
    expect(mayScrape({ remoteAddress, headers: local }, open)).toBe(false)
    expect(mayScrape({ remoteAddress, headers: local }, openWithToken)).toBe(false)
  })

  test.each([
    { 'x-forwarded-for': '127.0.0.1' },
    { 'x-forwarded-for': '' },
    { 'x-forwarded-host': 'localhost' },
    { 'x-forwarded-proto': 'https' },
    { forwarded: 'for=127.0.0.1' },
    { via: '1.1 vegur' },
    { 'x-real-ip': '127.0.0.1' },
    { host: 'login.example.test' },
    { host: 'localhost.example.test' },
    { host: '127.0.0.1.example.test' },
    { host: undefined },
  ])('a call through a proxy may not: %j', (headers) => {
    const scraper = { remoteAddress: '127.0.0.1', headers: { ...local, ...headers } }
    expect(mayScrape(scraper, open)).toBe(false)
  })
})

test('on a server that other machines reach, only the token counts', () => {
  const scraper = { remoteAddress: '127.0.0.1', headers: local }
  expect(mayScrape(scraper, { ...open, openMetrics: false })).toBe(false)
  expect(mayScrape(scraper, { ...openWithToken, openMetrics: false })).toBe(false)
  const headers = { ...local, authorization: `Bearer ${TOKEN}` }
  expect(mayScrape({ ...scraper, headers }, { ...openWithToken, openMetrics: false })).toBe(true)
})

describe('from elsewhere', () => {
  const withHeader = (authorization: string) => ({
    remoteAddress: '203.0.113.9',
    headers: { authorization, host: 'login.example.test', 'x-forwarded-for': '203.0.113.9' },
  })

  test.each([`Bearer ${TOKEN}`, `bearer ${TOKEN}`, `BEARER  ${TOKEN}`])('%j may', (header) => {
    expect(mayScrape(withHeader(header), openWithToken)).toBe(true)
  })

  test.each([
    '',
    'Bearer',
    'Bearer ',
    'Bearer undefined',
    TOKEN,
    `Basic ${TOKEN}`,
    `Bearer ${TOKEN}x`,
    `Bearer ${TOKEN.slice(1)}`,
    `Bearer ${TOKEN.toUpperCase()}`,
    `Bearer ${TOKEN}, Bearer ${TOKEN}`,
  ])('%j may not', (header) => {
    expect(mayScrape(withHeader(header), openWithToken)).toBe(false)
    expect(mayScrape(withHeader(header), open)).toBe(false)
  })
})
