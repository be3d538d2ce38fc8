import { mkdtempSync, rmSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@latchkey/db/testing'
import { inHeader, OPERATOR_HEADER } from '@latchkey/operator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call, cookieFrom, query } from './kit/calls.ts'
import {
  asks,
  enterBy,
  linkToken,
  type OperatorsPage,
  operatorSettings,
  pageOf,
  storedLink,
} from './kit/operators.ts'
import { raw, rawRequest } from './kit/raw.ts'
import { type Environment, runCommand, startServer } from './kit/server-process.ts'
import { openTestbed, type Testbed } from './kit/testbed.ts'

/* How operators come in, and how nobody else does. */

let testbed: Testbed
let environment: Environment
let page: OperatorsPage
let server: { url: string; output(): string }
beforeAll(async () => {
  testbed = await openTestbed()
  environment = {
    ...testbed.environment,
    ...(await operatorSettings({
      OPERATOR_USER_HEADER: 'X-Auth-Request-User',
      OPERATOR_TRUST_PROXY: '127.0.0.2',
    })),
  }
  page = pageOf(environment)
  server = await testbed.start(environment)
})
afterAll(() => testbed.close())

test('a link lets one browser in, once', async () => {
  const token = await linkToken(environment, 'night shift')
  expect((await query(page, 'session.current')).code).toBe('NOT_ENTERED')
  const entered = await call(page, 'session.enter', { token })
  expect(entered.data).toMatchObject({ operator: 'night shift', entry: 'link', idleSeconds: 1_800 })
  const [cookie = ''] = entered.headers.getSetCookie()
  expect(cookie).toMatch(
    /^latchkey-operator=[\w-]{43}; Max-Age=28\d{3}; Path=\/; HttpOnly; SameSite=Strict$/,
  )

  const again = await call(page, 'session.enter', { token })
  expect(again).toMatchObject({ status: 400, code: 'LINK_NOT_GOOD', details: { link: 'used' } })
  expect(again.headers.getSetCookie()).toEqual([])

  const current = await query(page, 'session.current', { cookie: cookieFrom(entered) })
  expect(current.data).toMatchObject({ operator: 'night shift', accounts: { kind: 'own' } })
  expect(current.headers.get('cache-control')).toBe('no-store')

  const left = await call(page, 'session.leave', {}, { cookie: cookieFrom(entered) })
  expect(left.headers.getSetCookie()[0]).toMatch(/^latchkey-operator=; /)
  const after = await query(page, 'session.current', { cookie: cookieFrom(entered) })
  expect(after).toMatchObject({ status: 401, code: 'NOT_ENTERED' })
  const trail = await testbed.rows(
    `select kind || ' ' || outcome || ' ' || operator as it from latchkey.audit_event
      where kind in ('operator-link', 'operator-session') order by id`,
  )
  expect(trail.map(({ it }) => it)).toEqual([
    'operator-link issued night shift',
    'operator-session by-link night shift',
    'operator-session ended night shift',
  ])
})

test('an act of a page that still shows the operator before is not done as the new one', async () => {
  await testbed.addAccount('grace@example.test')
  const { act } = asks(await enterBy(page, await linkToken(environment, 'Zoë')))
  const revoke = (shown: string) =>
    act(
      'people.revoke',
      { subject: 'grace@example.test', reason: 'x' },
      { [OPERATOR_HEADER]: inHeader(shown) },
    )
  expect(await revoke('night shift')).toMatchObject({ status: 401, code: 'NOT_ENTERED' })
  const revoked = `select operator from latchkey.audit_event where kind = 'revoked'`
  expect(await testbed.rows(revoked)).toEqual([])
  expect((await revoke('Zoë')).status).toBe(200)
  expect(await testbed.rows(revoked)).toEqual([{ operator: 'Zoë' }])
})

test('no secret of the entry is stored or logged', async () => {
  const token = await storedLink(testbed)
  const { cookie } = await enterBy(page, token)
  const [, session = ''] = cookie.split('=')
  const rows = JSON.stringify([
    await testbed.rows('select * from latchkey.operator_link'),
    await testbed.rows('select * from latchkey.operator_session'),
  ])
  for (const secret of [token, session]) {
    expect(rows).not.toContain(secret)
    expect(server.output()).not.toContain(secret)
  }
})

test('a link that has expired, one that is wrong, and what is no link', async () => {
  const token = await storedLink(testbed)
  await testbed.rows(
    `update latchkey.operator_link set expires_at = now() - interval '1 second' where spent_at is null`,
  )
  const link = async (given: unknown) => {
    const { code, details } = await call(page, 'session.enter', { token: given })
    return [code, details.link]
  }
  expect(await link(token)).toEqual(['LINK_NOT_GOOD', 'expired'])
  expect(await link(`${'b'.repeat(42)}A`)).toEqual(['LINK_NOT_GOOD', 'unknown'])
  expect(await link('x')).toEqual(['LINK_NOT_GOOD', 'unknown'])
  expect(await link('x'.repeat(500))).toEqual(['INVALID_INPUT', undefined])
  expect(await link(7)).toEqual(['INVALID_INPUT', undefined])
  await expect.poll(() => server.output()).toContain('operator.link-refused')
})

test('all sessions end from the command line', async () => {
  const { cookie } = await enterBy(page, await storedLink(testbed))
  const args = ['operator', '--reason', 'a laptop was lost']
  expect((await runCommand(args, environment)).errors).toContain('--reason goes with --revoke-all')
  const { output } = await runCommand([...args, '--revoke-all', '--json'], environment)
  expect(JSON.parse(output).sessions).toBeGreaterThanOrEqual(1)
  expect((await query(page, 'session.current', { cookie })).code).toBe('NOT_ENTERED')
  const ended = `select reason from latchkey.audit_event where outcome = 'all-ended'`
  expect(await testbed.rows(ended)).toEqual([{ reason: 'a laptop was lost' }])
})

/** As the proxy calls: from its own address. */
function callFrom(
  localAddress: string,
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; body: string }> {
  const { port } = new URL(page.url)
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port, path, localAddress, headers },
      (answer) => {
        let body = ''
        answer.on('data', (chunk) => (body += chunk))
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }))
      },
    )
    request.on('error', reject)
    request.end()
  })
}

describe('the proxy names operators', () => {
  const current = '/trpc/session.current'
  const named = { 'x-auth-request-user': 'ops@example.com' }

  test('from its address, with their name in the audit trail', async () => {
    const { status, body } = await callFrom('127.0.0.2', current, named)
    expect([status, JSON.parse(body).result.data]).toMatchObject([
      200,
      { operator: 'ops@example.com', entry: 'proxy', expiresAt: null },
    ])
    expect((await callFrom('127.0.0.2', current, {})).status).toBe(401)
    const trail = `select outcome from latchkey.audit_event where operator = 'ops@example.com'`
    await callFrom('127.0.0.2', current, named)
    expect(await testbed.rows(trail)).toEqual([{ outcome: 'by-proxy' }])
  })

  test('from any other address it is refused and logged, even with a session', async () => {
    const { cookie } = await enterBy(page, await storedLink(testbed))
    const refused = await query(page, 'session.current', { cookie, ...named })
    expect(refused).toMatchObject({ status: 403, code: 'FORBIDDEN' })
    await expect.poll(() => server.output()).toContain('operator.not-the-proxy')
    const forged = { ...named, 'x-forwarded-for': '127.0.0.2' }
    expect((await callFrom('127.0.0.3', current, forged)).status).toBe(403)
    expect((await callFrom('127.0.0.3', '/', { ...forged, accept: 'text/html' })).status).toBe(403)
  })

  test('a name that is none lets nobody in', async () => {
    for (const name of [
      '',
      ' ',
      'a, b',
      'x'.repeat(201),
      Buffer.from('a\u200bb').toString('latin1'),
    ]) {
      expect((await callFrom('127.0.0.2', current, { 'x-auth-request-user': name })).status).toBe(
        401,
      )
    }
  })
})

describe('other sites and other names', () => {
  test('a page of another site is refused', async () => {
    const { act } = asks(await enterBy(page, await storedLink(testbed)))
    for (const headers of [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]) {
      expect(await act('session.leave', {}, headers)).toMatchObject({
        status: 403,
        code: 'FORBIDDEN',
      })
    }
    const form = await act('session.leave', {}, { 'content-type': 'text/plain' })
    expect(form.status).toBe(415)
    expect((await act('session.leave', {}, { origin: page.url })).status).toBe(200)
  })

  test('another name for this address is refused (DNS rebinding)', async () => {
    const { status } = await raw(
      page,
      rawRequest('GET /trpc/session.facts', [['host', 'evil.example']]),
    )
    expect(status).toBe(421)
  })

  test('every answer has the strict policy', async () => {
    for (const path of ['/', '/trpc/session.facts', '/nothing']) {
      const { headers } = await fetch(`${page.url}${path}`)
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).toContain("trusted-types 'none'")
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('cache-control')).toContain('no-store')
    }
  })

  test('bodies are small, and procedures are those that there are', async () => {
    const large = await call(page, 'session.enter', { token: 'x'.repeat(10 * 1024 * 1024) }).catch(
      () => ({ status: 0, code: undefined }),
    )
    expect([0, 400]).toContain(large.status)
    expect((await call(page, 'session.enter', 'not json')).code).toBe('INVALID_INPUT')
    expect((await call(page, 'session.enter', { token: 'x', more: 1 })).details.fields).toEqual({
      input: 'Unknown field',
    })
    expect((await call(page, 'recovery.request', { email: 'ada@example.com' })).status).toBe(404)
    const batch = await fetch(`${page.url}/trpc/session.facts,session.facts?batch=1`)
    expect(batch.status).toBe(400)
  })
})

test('on the port of the users there is nothing of it', async () => {
  for (const path of ['/trpc/session.facts', '/trpc/people.search', '/enter', '/audit']) {
    expect((await fetch(`${server.url}${path}`)).status).toBe(404)
  }
  const { cookie } = await enterBy(page, await storedLink(testbed))
  const called = await call(server, 'people.search', { subject: 'ada@example.com' }, { cookie })
  expect(called.status).toBe(404)
})

test('thirty wrong links in a minute are enough', async () => {
  const wrong = () => call(page, 'session.enter', { token: `${'b'.repeat(42)}A` })
  // All at once, and again where a busy machine took longer than the minute for them.
  const afterThirty = async () => {
    await Promise.all(Array.from({ length: 30 }, wrong))
    return wrong()
  }
  await expect.poll(afterThirty).toMatchObject({
    status: 429,
    code: 'RATE_LIMITED',
    details: { retryAfterSeconds: expect.any(Number) },
  })
})

test('without a port the command says that it needs the settings of the server', async () => {
  const { code, errors } = await runCommand(['operator'], testbed.environment)
  expect(code).toBe(1)
  expect(errors).toContain('OPERATOR_PORT is not set here.')
  expect(errors).toContain('needs the same settings as the server')
  const named = await runCommand(['operator', '--name', 'two\nlines'], environment)
  expect([named.code, named.output]).toEqual([1, ''])
})

test('with the embedded database, a link comes in while the server runs', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-embedded-'))
  const settings: Environment = {
    ...(await operatorSettings()),
    ...{ DATA_DIR: dataDir, PORT: String(await freePort()), LOG_LEVEL: 'silent' },
  }
  const embedded = await startServer(settings)
  try {
    await expect
      .poll(() => embedded.output())
      .toContain(`Operators           http://localhost:${settings.OPERATOR_PORT}`)
    const own = pageOf(settings)
    // What the server prints is enough in a shell that lacks the port.
    const printed = /(OPERATOR_PORT)=(\d+) npx -y pnpm@12 latchkey operator\)/.exec(
      embedded.output(),
    )
    const { OPERATOR_PORT: _, ...shell } = settings
    const [, name = '', port = ''] = printed ?? []
    const token = await linkToken({ ...shell, [name]: port }, 'night shift')
    const entered = await enterBy(own, token)
    expect((await call(own, 'session.enter', { token })).details.link).toBe('used')
    const { read } = asks(entered)
    expect((await read('overview.show', {})).status).toBe(200)
    const ended = await runCommand(['operator', '--revoke-all'], settings)
    expect(ended.output).toContain('end at its next call')
    expect((await read('session.current')).code).toBe('NOT_ENTERED')
  } finally {
    await embedded.kill('SIGTERM')
    rmSync(dataDir, { recursive: true, force: true })
  }
})
