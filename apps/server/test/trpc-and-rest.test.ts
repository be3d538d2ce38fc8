import { afterAll, beforeAll, expect, test } from 'vitest'
import { call } from './kit/calls.ts'
import { rest } from './kit/rest.ts'
import type { ServerProcess } from './kit/server-process.ts'
import { openTestbed, type Testbed } from './kit/testbed.ts'

let testbed: Testbed
let server: ServerProcess

beforeAll(async () => {
  testbed = await openTestbed({
    RATE_LIMITS: 'on',
    TRUST_PROXY: '127.0.0.0/8',
    LIMIT_REQUESTS_PER_CLIENT: '5/1h',
  })
  server = await testbed.start()
})
afterAll(() => testbed.close())

const unknownToken = `${'b'.repeat(42)}A`
const newPassword = 'a good long password'
type Case = [string, string, unknown, string, string, unknown]

const forgot = (body: unknown): Case[] =>
  [
    '/api/users/forgotPassword',
    '/forgot-password',
    '/api/auth/forgot-password',
    '/api/auth/password-reset/request',
  ].map((path) => [
    JSON.stringify(body)?.slice(0, 60) ?? 'nothing',
    'recovery.request',
    body,
    'POST',
    path,
    body,
  ])
const bad = [
  {},
  { email: 7 },
  { email: null },
  { email: ['a@example.test'] },
  { email: { $ne: null } },
  { email: '' },
  { email: 'a@b\u0000.test' },
  { email: 'a@example.test,b@example.test' },
  { email: 'a@example.test', role: 'admin' },
  { email: 'x'.repeat(1_000_000) },
  [],
]

const cases: Case[] = [
  ...bad.flatMap(forgot),
  ...forgot({ email: 'nobody@example.test' }),
  [
    'unknown token',
    'recovery.verifyToken',
    { token: unknownToken },
    'GET',
    `/api/auth/verify-reset-token/${unknownToken}`,
    undefined,
  ],
  [
    'unknown token',
    'recovery.verifyToken',
    { token: unknownToken },
    'GET',
    `/api/auth/validate-reset-token?token=${unknownToken}`,
    undefined,
  ],
  [
    'long token',
    'recovery.verifyToken',
    { token: 'a'.repeat(1_500) },
    'GET',
    `/api/auth/verify-reset-token/${'a'.repeat(1_500)}`,
    undefined,
  ],
  [
    'two tokens',
    'recovery.verifyToken',
    { token: ['a', 'b'] },
    'GET',
    '/api/auth/validate-reset-token?token=a&token=b',
    undefined,
  ],
  ['no token', 'recovery.verifyToken', {}, 'GET', '/api/auth/validate-reset-token', undefined],
  [
    'unknown token',
    'recovery.reset',
    { token: unknownToken, newPassword },
    'PATCH',
    `/api/users/resetPassword/${unknownToken}`,
    { password: newPassword },
  ],
  [
    'unknown token',
    'recovery.reset',
    { token: unknownToken, newPassword },
    'POST',
    '/reset-password',
    { resetToken: unknownToken, newPassword },
  ],
  [
    'unknown token',
    'recovery.reset',
    { token: unknownToken, newPassword },
    'POST',
    `/api/auth/reset-password/${unknownToken}`,
    { password: newPassword },
  ],
  [
    'unknown token',
    'recovery.reset',
    { token: unknownToken, newPassword },
    'POST',
    '/api/auth/reset-password',
    { token: unknownToken, newPassword },
  ],
  [
    'different passwords',
    'recovery.reset',
    { token: unknownToken, newPassword, confirmPassword: 'x' },
    'POST',
    '/api/auth/reset-password',
    { token: unknownToken, newPassword, confirmPassword: 'x' },
  ],
  [
    'password is a list',
    'recovery.reset',
    { token: unknownToken, newPassword: ['x'] },
    'POST',
    `/api/auth/reset-password/${unknownToken}`,
    { password: ['x'] },
  ],
]

let client = 0
const from = () => {
  client += 1
  return { 'x-forwarded-for': `10.${client >> 8}.${client & 255}.1` }
}

test.each(cases)(
  '%s: %s and its REST call give the same answer',
  async (_name, procedure, input, method, path, body) => {
    const typed = await call(server, procedure, input, from())
    const plain = await rest(server, method, path, body, from())
    expect([plain.status, plain.body.code]).toEqual([typed.status, typed.code])
    expect(plain.body.success).toBe(typed.status === 200)
    expect(plain.headers.get('cache-control')).toBe('no-store')
    expect(Object.keys((plain.body.fields as object | undefined) ?? {}).length > 0).toBe(
      Object.keys((typed.details.fields as object | undefined) ?? {}).length > 0,
    )
  },
)

test('malformed encoding in the path, a missing body and a wrong content type', async () => {
  const malformed = await rest(
    server,
    'GET',
    '/api/auth/verify-reset-token/%zz%E0%A4',
    undefined,
    from(),
  )
  expect([malformed.status, malformed.body.code]).toEqual([400, 'INVALID_INPUT'])
  expect(malformed.text).not.toContain('zz')
  const missing = await rest(server, 'POST', '/forgot-password', undefined, from())
  expect([missing.status, missing.body.code]).toEqual([400, 'INVALID_INPUT'])
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ]) {
    const answer = await rest(server, 'POST', '/forgot-password', '{"email":"a@example.test"}', {
      ...from(),
      'content-type': type,
    })
    expect([answer.status, answer.body.code], type).toEqual([415, 'INVALID_INPUT'])
  }
  const broken = await rest(server, 'POST', '/forgot-password', '{"email":', from())
  expect([broken.status, broken.body.code]).toEqual([400, 'INVALID_INPUT'])
  const smuggled = '{"email":"a@example.test","__proto__":{"isAdmin":true}}'
  expect((await rest(server, 'POST', '/forgot-password', smuggled, from())).status).toBe(400)
})

test('both APIs share their limits', async () => {
  const headers = { 'x-forwarded-for': '192.0.2.77' }
  const statuses = []
  for (let n = 0; n < 8; n++) {
    const email = `nobody-${n}@example.test`
    const { status } =
      n % 2 === 0
        ? await call(server, 'recovery.request', { email }, headers)
        : await rest(server, 'POST', '/api/auth/forgot-password', { email }, headers)
    statuses.push(status)
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429, 429])
  const refused = await rest(
    server,
    'POST',
    '/forgot-password',
    { email: 'a@example.test' },
    headers,
  )
  expect(refused.body.retryAfterSeconds).toBe(Number(refused.headers.get('retry-after')))
})

test('HEAD and OPTIONS do nothing, and other origins are closed', async () => {
  const before = await testbed.rows('select count(*) from recovery_request')
  for (const path of [
    '/forgot-password',
    '/api/auth/forgot-password',
    `/api/auth/verify-reset-token/${unknownToken}`,
  ]) {
    for (const method of ['HEAD', 'OPTIONS']) {
      for (const origin of ['https://evil.test', 'null', 'http://localhost:3000.evil.test']) {
        const answer = await rest(server, method, path, undefined, {
          ...from(),
          origin,
          'access-control-request-method': 'POST',
        })
        expect(answer.headers.get('access-control-allow-origin')).toBeNull()
      }
    }
  }
  const foreign = { ...from(), origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' }
  const refused = await rest(
    server,
    'POST',
    '/forgot-password',
    { email: 'a@example.test' },
    foreign,
  )
  expect(refused.status).toBe(403)
  expect(await testbed.rows('select count(*) from recovery_request')).toEqual(before)
})

test.each(['CORS_ORIGINS', 'CLIENT_URL', 'FRONTEND_URL'])(
  'an origin named in %s may call with cookies, and only that one',
  async (setting) => {
    const other = await testbed.start({ [setting]: 'https://app.example.com' })
    const request = (origin: string) =>
      rest(
        other,
        'POST',
        '/api/auth/password-reset/request',
        { email: 'nobody@example.test' },
        { ...from(), origin, 'sec-fetch-site': 'cross-site' },
      )
    const named = await request('https://app.example.com')
    expect(named.status).toBe(200)
    expect(named.headers.get('access-control-allow-origin')).toBe('https://app.example.com')
    expect(named.headers.get('access-control-allow-credentials')).toBe('true')
    const unnamed = await request('https://app.example.com.evil.test')
    expect([unnamed.status, unnamed.headers.get('access-control-allow-origin')]).toEqual([
      403,
      null,
    ])
    const preflight = await rest(other, 'OPTIONS', '/trpc/recovery.request', undefined, {
      origin: 'https://app.example.com',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    })
    expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([
      204,
      'content-type',
    ])
  },
)
