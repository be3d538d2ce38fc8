import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect } from 'vitest'
import { raw, rawRequest } from '../../kit/raw.ts'
import { once, type Plays } from '../plays.ts'

const path = '/api/auth/forgot-password'
const host = 'Host: login.example.com\r\n'
const json = `${host}Content-Type: application/json\r\n`

/** Opens connections that send a byte every five seconds. Resolves when the server has ended all of them. */
async function dribble(url: string, count: number, head: string): Promise<void> {
  const { hostname, port } = new URL(url)
  const one = () =>
    new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => socket.write(head))
      const drip = setInterval(() => socket.write('a'), 5_000)
      socket.on('error', () => {})
      socket.on('data', () => {})
      socket.on('close', () => {
        clearInterval(drip)
        resolve()
      })
    })
  await Promise.all(Array.from({ length: count }, one))
}

export const http: Plays = {
  'HT-01': once(async (scene) => {
    const inner = `GET /health/live HTTP/1.1\r\n${host}\r\n`
    const chunked = `0\r\n\r\n${inner}`
    const heads = [
      `${json}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}`,
      `${json}Transfer-Encoding: chunked\r\nContent-Length: ${chunked.length}\r\n\r\n${chunked}`,
      `${json}Transfer-Encoding: xchunked\r\n\r\n${chunked}`,
      `${json}Transfer-Encoding : chunked\r\n\r\n${chunked}`,
      `${json}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}${inner}`,
      `${json}Content-Length: 2\r\n\rX{}${inner}`,
    ]
    for (const head of heads) {
      const { status, answers } = await raw(
        scene.corpus.servers[0],
        `POST ${path} HTTP/1.1\r\n${head}`,
      )
      expect([status, answers], head).toEqual([400, 1])
    }
  }),

  'HT-02': once(async (scene) => {
    const { server } = await scene.corpus.apart({ WORKER: 'off' })
    const slow = dribble(server.url, 100, `POST ${path} HTTP/1.1\r\n${host}X-Slow: `)
    const normal = await scene.send('forgot', { email: scene.email('nobody') }, { server })
    expect(normal.status).toBe(200)
    // The corpus allows twenty seconds. The setting is in bounds.test.ts; here, they do end.
    await slow
    await server.kill('SIGTERM')
  }),

  'HT-03': once(async (scene) => {
    const { server } = await scene.corpus.apart({ WORKER: 'off' })
    const slow = dribble(
      server.url,
      100,
      `POST ${path} HTTP/1.1\r\n${json}Content-Length: 10240\r\n\r\n{"email":"`,
    )
    const normal = await scene.send('forgot', { email: scene.email('nobody') }, { server })
    expect(normal.status).toBe(200)
    // The corpus allows twenty seconds. The setting is in bounds.test.ts; here, they do end.
    await slow
    await server.kill('SIGTERM')
  }),

  'HT-04': once(async (scene) => {
    const kib64 = 'a'.repeat(65_536)
    const many = Array.from({ length: 2_000 }, (_, n) => `X-${n}: 1\r\n`).join('')
    const parts = {
      body: `POST ${path} HTTP/1.1\r\n${json}Content-Length: ${kib64.length}\r\n\r\n${kib64}`,
      chunked: `POST ${path} HTTP/1.1\r\n${json}Transfer-Encoding: chunked\r\n\r\n10000\r\n${kib64}\r\n0\r\n\r\n`,
      header: `GET / HTTP/1.1\r\n${host}X-Long: ${kib64}\r\n\r\n`,
      headers: `GET / HTTP/1.1\r\n${host}${many}\r\n`,
      url: `GET /${kib64} HTTP/1.1\r\n${host}\r\n`,
    }
    for (const [name, bytes] of Object.entries(parts)) {
      const { status } = await raw(scene.corpus.servers[0], bytes)
      expect([413, 431, 414, 400], `${name}: ${status}`).toContain(status)
    }
  }),

  'HT-05': once(async (scene) => {
    const bomb = gzipSync(Buffer.alloc(10 * 1024 * 1024))
    const { status } = await raw(scene.corpus.servers[0], [
      `POST ${path} HTTP/1.1\r\n${json}Content-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`,
      bomb,
    ])
    expect([415, 400]).toContain(status)
  }),

  'HT-06': once(async (scene) => {
    for (const [unit, times] of [
      ['[', 15_000],
      ['{"a":', 3_000],
    ] as const) {
      for (const api of ['trpc', 'rest'] as const) {
        const { status } = await scene.send('forgot', unit.repeat(times), { api })
        expect(status).toBe(400)
      }
    }
    expect((await fetch(`${scene.corpus.servers[0].url}/health/live`)).status).toBe(200)
  }),

  'HT-08': once(async (scene) => {
    for (const method of ['TRACE', 'CONNECT', 'PUT', 'DELETE', 'PROPFIND', 'FOO']) {
      for (const to of ['/', path, '/trpc/recovery.request']) {
        const { status, text } = await raw(
          scene.corpus.servers[0],
          rawRequest(`${method} ${to}`, [
            ['Host', 'login.example.com'],
            ['X-Canary', 'canary'],
            ['Connection', 'close'],
          ]),
        )
        // Without a listener, Node closes a CONNECT without an answer, which is a refusal as well.
        const refusals = method === 'CONNECT' ? [404, 405, 501, 400, 0] : [404, 405, 501, 400, 415]
        expect(refusals, `${method} ${to}`).toContain(status)
        expect(text).not.toContain('canary')
      }
    }
  }),
}

const documents = [
  '/',
  '/forgot-password',
  '/verify',
  '/reset-password',
  '/sign-in',
  '/no-such-page',
]

export const pages: Plays = {
  'SP-01': once(async (scene) => {
    for (const to of documents) {
      const { status, headers } = await fetch(scene.corpus.servers[0].url + to, {
        headers: { accept: 'text/html' },
      })
      expect(status).toBe(to === '/no-such-page' ? 404 : 200)
      const policy = headers.get('content-security-policy')?.split(';') ?? []
      expect(policy).toEqual(
        expect.arrayContaining([
          `default-src 'none'`,
          `script-src 'self'`,
          `object-src 'none'`,
          `base-uri 'none'`,
          `frame-ancestors 'none'`,
          `form-action 'none'`,
          `require-trusted-types-for 'script'`,
        ]),
      )
      expect(policy.join()).not.toContain('unsafe')
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cache-control': 'no-store',
        'strict-transport-security': expect.stringMatching(/max-age=(?:[3-9]\d{7}|\d{9,})/),
      })
    }
  }),

  'SP-09': once(async (scene) => {
    const get = (to: string) =>
      fetch(`${scene.corpus.servers[0].url}/.well-known/${to}`, {
        redirect: 'manual',
        headers: { accept: 'text/html' },
      })
    expect([302, 303, 307]).toContain((await get('change-password')).status)
    const probe = await get('resource-that-should-not-exist-whose-status-code-should-not-be-200')
    expect(probe.status).toBe(404)
  }),
}
