import { fastify } from 'fastify'
import { describe, expect, test } from 'vitest'
import { refuseUnknownHosts } from './known-hosts.ts'

function open(names: { publicUrl: string; host?: string; allowedHosts?: string[] }) {
  const app = fastify({ trustProxy: '127.0.0.1' })
  const access = { metricsToken: 'a-token-of-some-length', openMetrics: false }
  refuseUnknownHosts(app, { host: 'localhost', allowedHosts: [], ...access, ...names })
  for (const path of ['/', '/health/live', '/metrics']) app.get(path, async () => 'here')
  return async (host: string, { url = '/', ...headers }: Record<string, string> = {}) =>
    (await app.inject({ url, headers: { ...headers, host } })).statusCode
}

const ours = 'https://login.example.com'

describe('a server on one machine', () => {
  test.each([
    'localhost',
    'localhost:3000',
    'LOCALHOST',
    '127.0.0.1:80',
    '[::1]:3000',
    'a.localhost',
  ])('%s is one of its names', async (host) =>
    expect(await open({ publicUrl: 'http://localhost:3000' })(host)).toBe(200),
  )

  test.each([
    'rebind.evil.test:3000',
    'localhost.evil.test',
    '192.168.1.20:3000',
    '0.0.0.0:3000',
    '127.0.0.1.evil.test',
    'localhost@evil.test',
    'evil.test#localhost',
    ':3000',
  ])('%j is not', async (host) => {
    const status = open({ publicUrl: 'http://localhost:3000', host: '0.0.0.0' })
    expect(await status(host)).toBe(421)
    // A page could send this header itself.
    expect(await status(host, { 'x-forwarded-host': 'localhost' })).toBe(421)
  })
})

describe('a public server', () => {
  test.each(['login.example.com', 'LOGIN.example.com:443', 'login.example.com.', 'localhost:3000'])(
    '%s is one of its names',
    async (host) => expect(await open({ publicUrl: ours })(host)).toBe(200),
  )

  test.each(['evil.test', 'login.example.com.evil.test', 'example.com', '10.0.0.7'])(
    '%s is not',
    async (host) => expect(await open({ publicUrl: ours })(host)).toBe(421),
  )

  test('HOST and ALLOWED_HOSTS are names as well, in any spelling of an address', async () => {
    const allowedHosts = ['latchkey.internal', '2001:db8::7']
    const status = open({ publicUrl: ours, host: '10.0.0.7', allowedHosts })
    for (const host of ['10.0.0.7:3000', 'latchkey.internal:3000', '[2001:DB8:0::7]']) {
      expect(await status(host)).toBe(200)
    }
  })

  test('a trusted proxy may give the name it was called by', async () => {
    const status = open({ publicUrl: ours })
    expect(await status('backend', { 'x-forwarded-host': 'login.example.com' })).toBe(200)
    expect(await status('backend', { 'x-forwarded-host': 'evil.test' })).toBe(421)
  })

  test('monitoring calls it by its address', async () => {
    const status = open({ publicUrl: ours })
    expect(await status('10.0.0.7:3000', { url: '/health/live' })).toBe(200)
    expect(await status('10.0.0.7:3000', { url: '/metrics' })).toBe(421)
    const authorization = 'Bearer a-token-of-some-length'
    expect(await status('10.0.0.7:3000', { url: '/metrics', authorization })).toBe(200)
  })
})
