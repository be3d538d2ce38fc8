import { expect } from 'vitest'
import { call } from '../../kit/calls.ts'
import { raw, rawRequest } from '../../kit/raw.ts'
import { rest } from '../../kit/rest.ts'
import { oldPassword } from '../../kit/testbed.ts'
import { LONGEST_WAIT_MS } from '../../kit/until.ts'
import { comparable } from '../apis.ts'
import { cases, expand } from '../cases.ts'
import { once, type Plays } from '../plays.ts'
import type { Scene } from '../scene.ts'

const unknownToken = 'A'.repeat(43)

/** Every call that changes something, of both APIs, with a valid body. */
function mutations(scene: Scene) {
  const email = scene.email('victim')
  const newPassword = scene.goodPassword()
  const requestId = '0190b1c2-d3e4-7f56-8a9b-0c1d2e3f4a5b'
  return [
    ['/trpc/recovery.request', { email }],
    ['/trpc/recovery.resend', { requestId }],
    ['/trpc/recovery.verifyCode', { requestId, code: '123456' }],
    ['/trpc/recovery.verifyToken', { token: unknownToken }],
    ['/trpc/recovery.reset', { token: unknownToken, newPassword }],
    ['/trpc/session.signIn', { email, password: oldPassword }],
    ['/trpc/session.signOut', {}],
    ['/api/users/forgotPassword', { email }],
    ['/forgot-password', { email }],
    ['/reset-password', { resetToken: unknownToken, newPassword }],
    ['/api/auth/forgot-password', { email }],
    [`/api/auth/reset-password/${unknownToken}`, { password: newPassword }],
    ['/api/auth/password-reset/request', { email }],
    ['/api/auth/password-reset/confirm', { email, code: '123456', newPassword }],
    ['/api/auth/reset-password', { token: unknownToken, newPassword }],
  ] as const
}

function post(scene: Scene, path: string, body: unknown, type: string | undefined) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const headers: [string, string][] = [
    ['Host', 'login.example.com'],
    ['X-Forwarded-For', scene.client()],
    ['Content-Length', `${Buffer.byteLength(text)}`],
    ['Connection', 'close'],
  ]
  if (type !== undefined) headers.push(['Content-Type', type])
  const bytes = rawRequest(`POST ${path}`, headers, text)
  return raw(scene.corpus.servers[0], bytes, { quietMs: LONGEST_WAIT_MS })
}

const leaks =
  /\bat .*\.ts|node_modules|select |insert |credential_version|email_canonical|\/work\//i

export const trpc: Plays = {
  'TR-01': once(async (scene) => {
    const email = await scene.account()
    const path = 'recovery.request,recovery.request?batch=1'
    const reply = await call(scene.corpus.servers[0], path, { 0: { email }, 1: { email } })
    expect([400, 404]).toContain(reply.status)
    expect(await scene.requests()).toBe(0)
  }),

  'TR-02': once(async (scene) => {
    const email = await scene.account()
    const names = Array(20).fill('session.signIn').join(',')
    const tries = Array.from({ length: 20 }, (_, n) => [
      n,
      { email, password: n === 9 ? oldPassword : `wrong ${n}` },
    ])
    const server = scene.corpus.servers[0]
    const reply = await call(server, `${names}?batch=1`, Object.fromEntries(tries))
    expect([400, 404]).toContain(reply.status)
    expect(reply.headers.getSetCookie()).toEqual([])
  }),

  'TR-04': once(async (scene) => {
    await scene.account()
    const types = [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/octet-stream',
      undefined,
    ]
    for (const [path, body] of mutations(scene)) {
      for (const type of types) {
        const { status, text } = await post(scene, path, body, type)
        expect([400, 415], `${path} ${type}: ${text}`).toContain(status)
        expect(text).not.toMatch(/set-cookie/i)
      }
    }
    expect(await scene.requests()).toBe(0)
  }),

  'TR-05': once(async (scene) => {
    await scene.account()
    const types = [
      'application/json garbage',
      ' application/json',
      'application/json\t; x',
      'application/JSON',
      'application/json;charset=utf-8',
      'application/json, text/plain',
    ]
    for (const path of ['/trpc/recovery.request', '/api/auth/forgot-password']) {
      for (const [n, type] of types.entries()) {
        const good = await post(scene, path, { email: scene.email(`victim${n}`) }, type)
        expect([400, 415, 200], `${path} ${type}`).toContain(good.status)
        for (const bad of [{ email: ['victim@example.test'] }, { email: 7 }, '[]', '{']) {
          const { status } = await post(scene, path, bad, type)
          expect([400, 415], `${path} ${type}`).toContain(status)
        }
      }
    }
  }),

  'TR-08': once(async (scene) => {
    const { server, databaseUrl } = await scene.corpus.apart({})
    const canary = 'canary<canary>@@example'
    for (const api of ['trpc', 'rest'] as const) {
      const wrong = await scene.send('forgot', { email: canary, canary }, { server, api })
      expect(wrong.status).toBe(400)
      expect(wrong.text).not.toMatch(leaks)
      expect(wrong.text).not.toContain('canary<')
    }
    const name = new URL(databaseUrl).pathname.slice(1)
    await scene.rows(`alter database "${name}" with allow_connections false`)
    await scene.rows('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
      name,
    ])
    for (const api of ['trpc', 'rest'] as const) {
      const how = { server, api, mayBeAway: true }
      const away = await scene.send('forgot', { email: scene.email('victim') }, how)
      expect([away.status, away.code]).toEqual([503, 'UNAVAILABLE'])
      expect(away.text).not.toMatch(leaks)
      expect(away.text).not.toContain('victim')
    }
    await server.kill('SIGKILL')
  }),
}

export const restful: Plays = {
  'RS-01': once(async (scene) => {
    await scene.account()
    const written = cases.filter(
      ({ input }) => input.op && ['forgot', 'reset', 'code_verify'].includes(input.op),
    )
    const bodies = written.flatMap(({ id, input }) =>
      [...(input.bodies ?? []), ...(input.body === undefined ? [] : [input.body])]
        // The field of the corpus for one step does not exist in tRPC, and vice versa.
        .filter((body) => typeof body === 'object')
        .map((body) => ({ id, op: input.op as 'forgot' | 'reset', body })),
    )
    expect(bodies.length).toBeGreaterThan(40)
    for (const { id, op, body } of bodies) {
      const text = scene
        .localise(JSON.stringify(expand(body)))
        .replaceAll('{{R}}', crypto.randomUUID())
      const [typed, plain] = [
        await scene.send(op, JSON.parse(text), { api: 'trpc' }),
        await scene.send(op, withPassword(op, JSON.parse(text)), { api: 'rest' }),
      ]
      expect([plain.status, plain.code], `${id} ${text.slice(0, 200)}`).toEqual([
        typed.status,
        typed.code,
      ])
    }
  }),

  'RS-02': once(async (scene) => {
    const from = scene.client()
    const statuses = []
    for (let n = 0; n < 12; n++) {
      const api = n % 2 === 0 ? 'trpc' : 'rest'
      const body = { email: scene.email(`nobody${n}`) }
      statuses.push((await scene.send('forgot', body, { from, api })).status)
    }
    expect(statuses).toEqual([...Array(5).fill(200), ...Array(7).fill(429)])
  }),

  'RS-04': once(async (scene) => {
    const origins = [
      'https://evil.test',
      'null',
      'https://login.example.com.evil.test',
      'http://login.example.com',
    ]
    const paths = ['/trpc/recovery.request', '/api/auth/forgot-password', '/forgot-password']
    for (const path of paths) {
      for (const origin of origins) {
        for (const method of ['OPTIONS', 'POST']) {
          const body = method === 'POST' ? { email: scene.email('victim') } : undefined
          const reply = await rest(scene.corpus.servers[0], method, path, body, {
            origin,
            'sec-fetch-site': 'cross-site',
            'access-control-request-method': 'POST',
            'x-forwarded-for': scene.client(),
          })
          expect(reply.headers.get('access-control-allow-origin')).toBeNull()
          expect([204, 403, 404, 405, 400, 415], `${method} ${path}`).toContain(reply.status)
        }
      }
    }
    expect(await scene.requests()).toBe(0)
  }),

  'RS-06': once(async (scene) => {
    const email = await scene.account()
    for (const path of ['/api/auth/forgot-password', '/trpc/recovery.request']) {
      const query = `email=attacker@evil.rs06.test&input=${encodeURIComponent('{"email":"attacker@evil.rs06.test"}')}`
      const reply = await rest(
        scene.corpus.servers[0],
        'POST',
        `${path}?${query}`,
        { email },
        { 'x-forwarded-for': scene.client() },
      )
      expect([200, 400]).toContain(reply.status)
    }
    await scene.settled()
    const requests = await scene.rows(
      `select from recovery_request where email_canonical = 'attacker@evil.rs06.test'`,
    )
    expect(requests).toEqual([])
  }),

  'RS-07': once(async (scene) => {
    const live = await scene.live()
    const server = scene.corpus.servers[0]
    const send = (method: string, path: string, body?: unknown) =>
      rest(server, method, path, body, { 'x-forwarded-for': scene.client() })
    for (const path of [
      '/forgot-password',
      '/api/users/forgotPassword',
      '/api/auth/forgot-password',
    ]) {
      const replies = []
      for (const email of [live.email, scene.email('nobody')]) {
        const { status, headers, text } = await send('POST', path, { email })
        replies.push(comparable({ status, headers, text, code: undefined, data: {} }))
      }
      expect(replies[0]).toEqual(replies[1])
    }
    const checks = [
      `/api/auth/verify-reset-token/${live.token}`,
      `/api/auth/validate-reset-token?token=${live.token}`,
    ]
    for (const path of [...checks, ...checks]) {
      const { status, headers } = await send('GET', path)
      expect([status, headers.get('cache-control'), headers.get('referrer-policy')]).toEqual([
        200,
        'no-store',
        'no-referrer',
      ])
    }
    const path = `/api/users/resetPassword/${live.token}`
    expect((await send('PATCH', path, { password: scene.goodPassword() })).status).toBe(200)
    expect((await send('PATCH', path, { password: scene.goodPassword() })).status).toBe(400)
    for (const { output } of scene.corpus.servers) expect(output()).not.toContain(live.token)
  }),
}

function withPassword(op: string, body: object): object {
  if (op !== 'reset' && !('newPassword' in body)) {
    return op === ('code_verify' as string)
      ? { ...body, newPassword: 'amber otter velvet lantern' }
      : body
  }
  return body
}
