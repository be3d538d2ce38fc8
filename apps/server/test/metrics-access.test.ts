import { request } from 'node:http'
import { networkInterfaces } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call } from './kit/calls.ts'
import type { ServerProcess } from './kit/server-process.ts'
import { openTestbed, type Testbed } from './kit/testbed.ts'

const token = 'a-token-for-the-metrics-0123456789'

let testbed: Testbed
let server: ServerProcess

beforeAll(async () => {
  testbed = await openTestbed({
    METRICS_TOKEN: token,
    HOST: '0.0.0.0',
    PUBLIC_URL: 'https://login.example.test',
    TRUST_PROXY: '127.0.0.0/8',
  })
  server = await testbed.start()
})
afterAll(() => testbed.close())

type Answer = { status: number | undefined; headers: Record<string, unknown>; body: string }

/** `fetch` sets a Host of its own, and this story is about it. */
function get(path: string, headers: Record<string, string> = {}, host?: string): Promise<Answer> {
  const url = new URL(path, server.url)
  if (host) url.hostname = host
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers }, (response) => {
      let body = ''
      response.on('data', (chunk) => (body += chunk))
      response.on('end', () => {
        const { date: _, 'x-request-id': __, ...rest } = response.headers
        resolve({ status: response.statusCode, headers: rest, body })
      })
    })
    sent.on('error', reject).end()
  })
}

const bearer = (value: string) => ({ authorization: `Bearer ${value}` })

test.each([
  ['directly from this machine, with the token', bearer(token)],
  ['with the token, through a proxy', { ...bearer(token), 'x-forwarded-for': '203.0.113.9' }],
  ['with the token, by another name', { ...bearer(token), host: 'login.example.test' }],
])('is read %s', async (_, headers) => {
  const { status, headers: answered, body } = await get('/metrics', headers)
  expect(status).toBe(200)
  expect(answered['content-type']).toMatch(/^text\/plain; version=0\.0\.4/)
  expect(answered['cache-control']).toBe('no-store')
  expect(body).toContain('latchkey_reset_requests_total{outcome="accepted"}')
})

const unauthorised: [string, Record<string, string>][] = [
  ['from this machine, as the plainest proxy on it calls', {}],
  ['through a proxy', { 'x-forwarded-for': '203.0.113.9' }],
  ['through a proxy that speaks of loopback', { 'x-forwarded-for': '127.0.0.1' }],
  ['through a proxy that says nothing', { 'x-forwarded-for': '' }],
  ['through a proxy of RFC 7239', { forwarded: 'for=127.0.0.1' }],
  ['through a proxy that names itself', { via: '1.1 proxy' }],
  ['through a proxy that says who calls', { 'x-real-ip': '127.0.0.1' }],
  ['by a public name', { host: 'login.example.test' }],
  ['with another token', { ...bearer('another-token-0123456789'), host: 'login.example.test' }],
  ['with the start of the token', { ...bearer(token.slice(0, -1)), host: 'login.example.test' }],
  ['with an empty token', { ...bearer(''), host: 'login.example.test' }],
  ['with the token as a password', { authorization: `Basic ${token}`, host: 'login.example.test' }],
]

test.each(unauthorised)('%s: 404, as for an unknown path', async (_, headers) => {
  for (const accept of ['*/*', 'text/html']) {
    const answer = await get('/metrics', { ...headers, accept })
    expect(answer.status).toBe(404)
    expect(answer).toEqual(await get('/no-such-path', { ...headers, accept }))
  }
})

test('the token in a query is not accepted', async () => {
  const headers = { 'x-forwarded-for': '203.0.113.9' }
  expect((await get(`/metrics?token=${token}`, headers)).status).toBe(404)
})

test('from another address of this machine, the token is required', async ({ skip }) => {
  const own = Object.values(networkInterfaces())
    .flat()
    .find((one) => one?.family === 'IPv4' && !one.internal)?.address
  if (own === undefined) return skip('this machine has no other address')
  expect((await get('/metrics', { host: 'localhost' }, own)).status).toBe(404)
  expect((await get('/metrics', bearer(token), own)).status).toBe(200)
})

test('reading it often uses up no rate limit, and no log contains the token', async () => {
  const statuses = await Promise.all(
    Array.from({ length: 100 }, async () => (await get('/metrics', bearer(token))).status),
  )
  expect(new Set(statuses)).toEqual(new Set([200]))
  const requested = await call(server, 'recovery.request', { email: 'ada@example.test' })
  expect(requested.status).toBe(200)
  await expect.poll(() => server.output()).toContain('"route":"/metrics"')
  expect(server.output()).not.toContain(token)
  expect(server.output()).not.toContain(token.slice(0, 20))
})
