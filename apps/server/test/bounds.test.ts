import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, call } from './kit/calls.ts'
import { raw, rawRequest } from './kit/raw.ts'
import type { ServerProcess } from './kit/server-process.ts'
import { openTestbed, type Testbed } from './kit/testbed.ts'

let testbed: Testbed
let server: ServerProcess

beforeAll(async () => {
  testbed = await openTestbed({ PUBLIC_URL: 'https://login.example.com' })
  server = await testbed.start()
})
afterAll(() => testbed.close())

const host = ['Host', 'login.example.com'] as const
const close = ['Connection', 'close'] as const
const get = (path: string, more: (readonly [string, string])[] = []) =>
  raw(server, rawRequest(`GET ${path}`, [host, close, ...more]))

test.each([
  ['/health/live?', 200],
  ['/api/auth/verify-reset-token/', 400],
])('a URL of 2 KiB is read, a longer one is refused: %s', async (path, short) => {
  const [fits, tooLong] = [2048, 2049].map((length) => path.padEnd(length, 'a'))
  expect((await get(fits ?? '')).status).toBe(short)
  const refused = await get(tooLong ?? '')
  expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('INVALID_INPUT')])
})

test('a hundred headers are read, more are refused', async () => {
  const headers = (count: number) =>
    Array.from({ length: count - 2 }, (_, n) => [`X-${n}`, '1'] as const)
  expect((await get('/health/live', headers(100))).status).toBe(200)
  expect((await get('/health/live', headers(101))).status).toBe(431)
  expect((await get('/health/live', headers(1_000))).status).toBe(431)
})

test('malformed bytes get a status and nothing else: no banner, no reason', async () => {
  const nonsense = [
    'HELO login.example.com\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    `GET / HTTP/1.1\r\n${'a'.repeat(100)}\r\n\r\n`,
    `GET / HTTP/1.1\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`,
  ]
  for (const bytes of nonsense) {
    const { status, text } = await raw(server, bytes)
    expect([400, 431]).toContain(status)
    expect(text).toMatch(/^HTTP\/1\.1 4\d\d [\w ]+\r\nConnection: close\r\nContent-Length: 0\r\n/)
    expect(text).not.toMatch(/fastify|node|server:/i)
  }
})

const header = (text: string, name: string) =>
  new RegExp(`^${name}: (.*?)\\r?$`, 'im').exec(text)?.[1]

test('every answer carries the security headers, refusals too', async () => {
  const answers = [
    await get('/'),
    await get('/no-such-page'),
    await get('/health/live'),
    await get('/trpc/settings.public'),
    await get('/trpc/no.such'),
    await get('/metrics', [['X-Forwarded-For', '203.0.113.1']]),
    await get(`/${'a'.repeat(3_000)}`),
    await raw(server, rawRequest('DELETE /sign-in', [host, close])),
    await raw(
      server,
      rawRequest('POST /trpc/recovery.request', [host, close, ['Content-Length', '0']]),
    ),
    await raw(
      server,
      rawRequest('POST /trpc/recovery.request', [host, close, ['Sec-Fetch-Site', 'cross-site']]),
    ),
  ]
  expect(answers.map(({ status }) => status)).toEqual([
    200, 404, 200, 200, 404, 404, 400, 405, 415, 403,
  ])
  for (const { text } of answers) {
    expect(header(text, 'x-content-type-options')).toBe('nosniff')
    expect(header(text, 'referrer-policy')).toBe('no-referrer')
    expect(header(text, 'strict-transport-security')).toMatch(/^max-age=63072000/)
    expect(header(text, 'content-security-policy')).toContain("default-src 'none'")
    expect(header(text, 'permissions-policy')).toContain('camera=()')
    expect(header(text, 'x-frame-options')).toBe('DENY')
    expect(header(text, 'cache-control')).toBe('no-store')
    for (const banner of ['server', 'x-powered-by', 'via'])
      expect(header(text, banner)).toBe(undefined)
  }
})

test.each([
  ['DELETE', '/forgot-password', 'GET, HEAD, POST'],
  ['TRACE', '/', 'GET, HEAD'],
  ['GET', '/api/auth/forgot-password', 'POST'],
  ['PUT', '/trpc/recovery.request', 'GET, HEAD, POST, OPTIONS'],
])('%s at %s is refused, and the answer lists the allowed methods', async (method, path, allow) => {
  const { status, text } = await raw(server, rawRequest(`${method} ${path}`, [host, close]))
  expect([status, header(text, 'allow')]).toEqual([405, allow])
})

test('OPTIONS lists the methods of an address, and is 404 for an unknown one', async () => {
  const there = await raw(server, rawRequest('OPTIONS /api/auth/forgot-password', [host, close]))
  expect([there.status, header(there.text, 'allow')]).toEqual([204, 'POST'])
  const nowhere = await raw(server, rawRequest('OPTIONS /no/such', [host, close]))
  expect([nowhere.status, header(nowhere.text, 'allow')]).toEqual([404, undefined])
})

test('200 sign-ins at once: health is answered meanwhile, and those over the limit get Retry-After', async () => {
  const answers: Answer[] = []
  const health = new Set<number>()
  const statuses = () => new Set(answers.map(({ status }) => status))
  async function flood() {
    const signIns = Array.from({ length: 200 }, (_, n) =>
      call(server, 'session.signIn', {
        email: `nobody${n}@example.com`,
        password: 'not a password of theirs',
      }),
    )
    for (let n = 0; n < 5; n++) health.add((await fetch(`${server.url}/health/live`)).status)
    answers.push(...(await Promise.all(signIns)))
  }

  // How many of them wait at once depends on who gets the processor. So there are floods until some are refused.
  const untilRefused = async () => {
    await flood()
    return [...statuses()]
  }
  await expect.poll(untilRefused).toContain(503)
  expect(statuses()).toEqual(new Set([401, 503]))
  expect(health).toEqual(new Set([200]))
  const refused = answers.filter(({ status }) => status === 503)
  for (const { code, headers } of refused) {
    expect(code).toBe('UNAVAILABLE')
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  }
  // A flood does not fill the log: no line above debug.
  await expect.poll(() => server.output()).toContain('http.overloaded')
  expect(server.output()).not.toMatch(/"level":(?:40|50|60),[^\n]*password/)
})
