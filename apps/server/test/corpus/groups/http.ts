import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect } from 'vitest'
import { raw, rawRequest } from '../../kit/raw.ts'
import { LONGEST_WAIT_MS } from '../../kit/until.ts'
import { once, type Plays } from '../plays.ts'

const path = '/api/auth/forgot-password'
const host = 'Host: login.example.com\r\n'
const json = `${host}Content-Type: application/json\r\n`

type Fate = 'not connected' | 'closed by the server' | 'left open'

/** Opens connections that send a byte every five seconds, and that only the server closes. */
async function dribble(url: string, count: number, head: string): Promise<Set<Fate>> {
  const { hostname, port } = new URL(url)
  const one = () =>
    new Promise<Fate>((resolve) => {
      let fate: Fate = 'not connected'
      const socket = connect(Number(port), hostname, () => {
        fate = 'closed by the server'
        socket.write(head)
      })
      const drip = setInterval(() => socket.write('a'), 5_000)
      const bound = setTimeout(() => {
        fate = 'left open'
        socket.destroy()
      }, LONGEST_WAIT_MS)
      socket.on('error', () => {})
      socket.on('data', () => {})
      socket.on('close', () => {
        clearInterval(drip)
        clearTimeout(bound)
        resolve(fate)
      })
    })
  return new Set(await Promise.all(Array.from({ length: count }, one)))
}

/** Reads until the server closes the connection, as it does after each of these: a busy one may pause before that. */
const answerTo = (server: { url: string }, bytes: Parameters<typeof raw>[1]) =>
  raw(server, bytes, { quietMs: LONGEST_WAIT_MS })

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
      const { status, answers } = await answerTo(
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
    expect(await slow).toEqual(new Set(['closed by the server']))
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
    expect(await slow).toEqual(new Set(['closed by the server']))
    await server.kill('SIGTERM')
  }),

  'HT-04': once(async (scene) => {
    const kib64 = 'a'.repeat(65_536)
    // Without it, the server would wait for the next request, and the test for that.
    const last = `${host}Connection: close\r\n`
    const body = `${json}Connection: close\r\n`
    const many = Array.from({ length: 2_000 }, (_, n) => `X-${n}: 1\r\n`).join('')
    const parts = {
      body: `POST ${path} HTTP/1.1\r\n${body}Content-Length: ${kib64.length}\r\n\r\n${kib64}`,
      chunked: `POST ${path} HTTP/1.1\r\n${body}Transfer-Encoding: chunked\r\n\r\n10000\r\n${kib64}\r\n0\r\n\r\n`,
      header: `GET / HTTP/1.1\r\n${last}X-Long: ${kib64}\r\n\r\n`,
      headers: `GET / HTTP/1.1\r\n${last}${many}\r\n`,
      url: `GET /${kib64} HTTP/1.1\r\n${last}\r\n`,
    }
    for (const [name, bytes] of Object.entries(parts)) {
      const { status } = await answerTo(scene.corpus.servers[0], bytes)
      expect([413, 431, 414, 400], `${name}: ${status}`).toContain(status)
    }
  }),

  'HT-05': once(async (scene) => {
    const bomb = gzipSync(Buffer.alloc(10 * 1024 * 1024))
    const { status } = await answerTo(scene.corpus.servers[0], [
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
        const { status, text } = await answerTo(
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
