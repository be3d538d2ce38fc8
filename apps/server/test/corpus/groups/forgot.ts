import { createHash } from 'node:crypto'
import { freePort } from '@latchkey/db/testing'
import { expect } from 'vitest'
import { tokenIn } from '../../kit/post-office.ts'
import { raw, rawRequest } from '../../kit/raw.ts'
import { LONGEST_WAIT_MS } from '../../kit/until.ts'
import { comparable, type Reply } from '../apis.ts'
import { publicUrl } from '../corpus.ts'
import { eventually } from '../eventually.ts'
import { once, type Plays } from '../plays.ts'
import { sameStatements } from '../same-statements.ts'
import type { Scene } from '../scene.ts'

const pair = (scene: Scene) => [scene.email('victim'), scene.email('nobody')]
const statuses = (replies: Reply[]) => replies.map(({ status }) => status)

/** The statuses of `count` requests, each for a new address. */
async function requestStatuses(
  scene: Scene,
  count: number,
  how: (n: number) => Parameters<Scene['send']>[2],
) {
  const replies = []
  for (let n = 0; n < count; n++) {
    replies.push(await scene.send('forgot', { email: scene.email(`someone${n}`) }, how(n)))
  }
  return statuses(replies)
}

const fiveThen429 = (count: number) => [...Array(5).fill(200), ...Array(count - 5).fill(429)]

export const forgot: Plays = {
  async 'FG-29'(scene) {
    const victim = await scene.account()
    const reply = await scene.send('forgot', { email: scene.localise('  Victim@EXAMPLE.Test ') })
    expect(reply.status).toBe(200)
    await scene.emailTo(victim)
    await scene.settled()
    expect(scene.emailsTo(victim)).toHaveLength(1)
  },

  async 'FG-33'(scene) {
    await scene.account()
    const replies = []
    // Ten of each instead of fifty: what differs once differs always.
    for (let n = 0; n < 10; n++) {
      for (const email of pair(scene)) replies.push(await scene.send('forgot', { email }))
    }
    const [first, ...rest] = replies.map(comparable)
    expect(first?.status).toBe(200)
    for (const other of rest) expect(other).toEqual(first)
  },

  'FG-34': once(async (scene) => {
    const known = await scene.account()
    await sameStatements(scene, (server, n) =>
      scene.send(
        'forgot',
        { email: n % 2 === 0 ? known : scene.email('nobody') },
        { server, mayBeAway: true },
      ),
    )
  }),

  'FG-35': once(async (scene) => {
    const SMTP_URL = `smtp://127.0.0.1:${await freePort()}`
    const { server, databaseUrl } = await scene.corpus.apart({ SMTP_URL })
    const { addAccount, rows, close } = await openApart(databaseUrl, scene)
    await addAccount(scene.email('victim'))
    for (const api of ['trpc', 'rest'] as const) {
      const replies = []
      for (let n = 0; n < 5; n++) {
        for (const email of pair(scene)) {
          replies.push(comparable(await scene.send('forgot', { email }, { server, api })))
        }
      }
      expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1)
      expect(replies[0]?.status).toBe(200)
    }
    // Every attempt changes them for a moment, so they are looked at until one has just failed.
    await eventually(async () => {
      const messages = await rows(`select state from message where state <> 'suppressed'`)
      expect(messages).toEqual([{ state: 'delayed' }])
      const waiting = await rows('select from outbox_job where leased_at is null and claim > 0')
      expect(waiting).toHaveLength(1)
    })
    await close()
    await server.kill('SIGTERM')
  }),

  async 'FG-36'(scene) {
    await scene.account('disabled', { status: 'disabled' })
    const throttled = await scene.account('throttled')
    for (let n = 0; n < 3; n++) await scene.send('forgot', { email: throttled })
    const replies = []
    for (const name of ['disabled', 'throttled', 'nobody']) {
      replies.push(comparable(await scene.send('forgot', { email: scene.email(name) })))
    }
    expect(replies[0]?.status).toBe(200)
    expect(replies[1]).toEqual(replies[0])
    expect(replies[2]).toEqual(replies[0])
    await scene.settled()
    expect(scene.emailsTo(scene.email('disabled'))).toEqual([])
  },

  async 'FG-37'(scene) {
    const victim = await scene.account()
    const [known, unknown] = pair(scene)
    const replies = []
    for (const email of [known, known, unknown, unknown]) {
      replies.push(comparable(await scene.send('forgot', { email })))
    }
    for (const reply of replies) expect(reply).toEqual(replies[0])
    await scene.emailTo(victim)
    await scene.settled()
    expect(scene.emailsTo(victim)).toHaveLength(1)
  },

  async 'FG-38'(scene) {
    await scene.account()
    const bodies = [scene.email('victim'), scene.email('nobody'), 'malformed']
    const from = scene.client()
    const mixed = []
    for (let n = 0; n < 24; n++) {
      mixed.push(await scene.send('forgot', { email: bodies[n % 3] }, { from }))
    }
    expect(statuses(mixed)).toContain(429)
    const refused = mixed.find(({ status }) => status === 429)
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
    for (const email of bodies.slice(0, 2)) {
      const only = scene.client()
      const run = []
      for (let n = 0; n < 7; n++) run.push(await scene.send('forgot', { email }, { from: only }))
      expect(statuses(run)).toEqual(fiveThen429(7))
    }
  },

  async 'FG-39'(scene) {
    const email = await scene.account()
    const request = async () => expect((await scene.send('forgot', { email })).status).toBe(200)
    await Promise.all(Array.from({ length: 30 }, request))
    await scene.settled()
    expect(scene.emailsTo(email)).toHaveLength(1)
    for (let hour = 0; hour < 7; hour++) {
      await scene.later(email, 1)
      await request()
    }
    await scene.settled()
    expect(scene.emailsTo(email)).toHaveLength(5)
    for (let night = 0; night < 8; night++) {
      await scene.later(email, 8)
      await request()
    }
    await scene.settled()
    expect(scene.emailsTo(email)).toHaveLength(10)
  },

  async 'FG-41'(scene) {
    const { server } = await scene.corpus.apart({ TRUST_PROXY: '' })
    const forged = (n: number) => ({ from: `198.18.${n}.${n}`, server })
    expect(await requestStatuses(scene, 12, forged)).toEqual(fiveThen429(12))
    await server.kill('SIGTERM')
  },

  async 'FG-42'(scene) {
    const real = scene.client()
    expect(await requestStatuses(scene, 12, (n) => ({ from: `198.18.${n}.7, ${real}` }))).toEqual(
      fiveThen429(12),
    )
  },

  async 'FG-44'(scene) {
    const inside = (n: number) => ({ from: `2001:db8:1:2::${((n * 7919) % 65_536).toString(16)}` })
    expect(await requestStatuses(scene, 12, inside)).toEqual(fiveThen429(12))
    expect(await requestStatuses(scene, 1, () => ({ from: '2001:db8:1:3::1' }))).toEqual([200])
  },

  async 'FG-45'(scene) {
    const plain = scene.client()
    expect(await requestStatuses(scene, 5, () => ({ from: `::ffff:${plain}` }))).toEqual(
      Array(5).fill(200),
    )
    expect(await requestStatuses(scene, 1, () => ({ from: plain }))).toEqual([429])
    expect(await requestStatuses(scene, 1, () => ({ from: `::ffff:${scene.client()}` }))).toEqual([
      200,
    ])
  },

  async 'FG-46'(scene) {
    const email = await scene.account()
    const path = scene.api === 'trpc' ? '/trpc/recovery.request' : '/api/auth/forgot-password'
    const body = JSON.stringify({ email })
    const headers = [
      ['Host', 'evil.test'],
      ['X-Forwarded-For', scene.client()],
      ['Content-Type', 'application/json'],
      ['Content-Length', `${body.length}`],
      ['Connection', 'close'],
    ] as const
    const bytes = rawRequest(`POST ${path}`, headers, body)
    const { status } = await raw(scene.corpus.servers[0], bytes, { quietMs: LONGEST_WAIT_MS })
    expect([200, 400, 421]).toContain(status)
    if (status === 200) await expectOurLink(scene, email)
  },

  async 'FG-47'(scene) {
    const hostile: Record<string, string> = {
      'x-forwarded-host': 'evil.test',
      'x-host': 'evil.test',
      'x-forwarded-server': 'evil.test',
      forwarded: 'host=evil.test',
      'x-forwarded-proto': 'javascript',
      'x-forwarded-prefix': '//evil.test',
      'x-original-url': '/evil',
    }
    for (const [name, value] of Object.entries(hostile)) {
      const email = await scene.account(`victim-${name}`)
      expect((await scene.send('forgot', { email }, { headers: { [name]: value } })).status).toBe(
        200,
      )
    }
    for (const name of Object.keys(hostile))
      await expectOurLink(scene, scene.email(`victim-${name}`))
  },

  async 'FG-50'(scene) {
    const email = await scene.account()
    const reply = await scene.send('forgot', { email })
    const mail = await scene.emailTo(email)
    const token = tokenIn(mail.link)
    const answer = JSON.stringify([reply.text, [...reply.headers]])
    const bytes = Buffer.from(token, 'base64url')
    const forms = [
      token,
      bytes.toString('hex'),
      bytes.toString('base64'),
      Buffer.from(token).toString('base64'),
      createHash('sha256').update(bytes).digest('hex'),
      createHash('sha256').update(token).digest('hex'),
    ]
    for (const form of forms) expect(answer).not.toContain(form)
    expect(comparable(reply).text).not.toContain(mail.code)
    expect(reply.headers.getSetCookie()).toEqual([])
  },

  async 'FG-51'(scene) {
    // Forty accounts instead of two thousand: ten thousand bits are enough to detect a relevant bias.
    const names = Array.from({ length: 40 }, (_, n) => `owner${n}`)
    for (const name of names) await scene.account(name)
    for (const name of names) await scene.send('forgot', { email: scene.email(name) })
    const tokens = []
    for (const name of names) {
      tokens.push(tokenIn((await scene.emailTo(scene.email(name))).link))
    }
    expect(new Set(tokens).size).toBe(tokens.length)
    for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/)
    expect(new Set(tokens.map((token) => token.slice(0, 4))).size).toBe(tokens.length)
    const bits = tokens.flatMap((token) =>
      [...Buffer.from(token, 'base64url')].flatMap((byte) => [
        ...byte.toString(2).padStart(8, '0'),
      ]),
    )
    const ones = bits.filter((bit) => bit === '1').length
    const runs = bits.filter((bit, i) => bit !== bits[i - 1]).length
    const deviation = Math.sqrt(bits.length) / 2
    expect(Math.abs(ones - bits.length / 2)).toBeLessThan(5 * deviation)
    expect(Math.abs(runs - bits.length / 2)).toBeLessThan(5 * deviation)
  },

  async 'FG-52'(scene) {
    const first = await scene.live()
    const attacker = scene.client()
    for (let n = 0; n < 2; n++) {
      await scene.later(first.email, 1)
      await scene.send('forgot', { email: first.email }, { from: attacker })
    }
    await scene.emailTo(first.email, 3)
    expect((await scene.reset(first.token, scene.goodPassword())).status).toBe(200)
  },

  'FG-53': once(async (scene) => {
    const email = await scene.account()
    for (let n = 0; n < 5; n++) {
      await scene.later(email, 1)
      await scene.send('forgot', { email })
    }
    // Two hundred other addresses instead of twenty thousand: a bucket is a row, and rows are not evicted.
    for (let n = 0; n < 200; n += 10) {
      const noise = Array.from({ length: 10 }, (_, i) => scene.email(`noise${n + i}`))
      await Promise.all(noise.map((other) => scene.send('forgot', { email: other })))
    }
    await scene.later(email, 1)
    await scene.send('forgot', { email })
    await scene.settled()
    expect(scene.emailsTo(email)).toHaveLength(5)
  }),

  async 'FG-54'(scene) {
    const from = scene.client()
    const how = (n: number) => ({ from, server: scene.corpus.servers[n % 2] ?? scene.other })
    expect(await requestStatuses(scene, 12, how)).toEqual(fiveThen429(12))
  },

  'FG-55': once(async (scene) => {
    const from = scene.client()
    const { server, databaseUrl } = await scene.corpus.apart({})
    expect(await requestStatuses(scene, 6, () => ({ from, server }))).toEqual(fiveThen429(6))
    await server.kill('SIGKILL')
    const again = await scene.corpus.start({ DATABASE_URL: databaseUrl })
    expect(await requestStatuses(scene, 1, () => ({ from, server: again }))).toEqual([429])
    await again.kill('SIGTERM')
  }),

  'FG-56': once(async (scene) => {
    const email = await scene.account()
    const input = encodeURIComponent(JSON.stringify({ email }))
    const encoded = encodeURIComponent(email)
    for (const [method, path] of [
      ['GET', `/api/auth/forgot-password?email=${encoded}`],
      ['HEAD', `/api/auth/forgot-password?email=${encoded}`],
      ['GET', `/api/auth/password-reset/request?email=${encoded}`],
      ['GET', `/trpc/recovery.request?input=${input}`],
      ['HEAD', `/trpc/recovery.request?input=${input}`],
    ] as const) {
      const { status } = await fetch(scene.corpus.servers[0].url + path, { method })
      // 204 is tRPC's own answer to every HEAD, which reaches no procedure.
      expect([404, 405, 400, ...(method === 'HEAD' ? [204] : [])], `${method} ${path}`).toContain(
        status,
      )
    }
    expect(await scene.requests()).toBe(0)
    expect(scene.emailsTo(email)).toEqual([])
  }),

  async 'FG-57'(scene) {
    // Accounts have no name here. The case tries the other values that could get into an email: the address and the
    // User-Agent.
    const address = await scene.account('bob', { address: scene.email("bob{{7*7}}$'`") })
    const headers = { 'user-agent': 'Bob <img src=http://evil.test/x> {{7*7}} <%= 1 %> Firefox/1' }
    expect((await scene.send('forgot', { email: address }, { headers })).status).toBe(200)
    const { recipients, raw: bytes, mail } = await scene.emailTo(address)
    expect(recipients).toEqual([address])
    expect(bytes).not.toContain('evil.test')
    expect(mail.text).toContain('bob{{7*7}}')
    expect(`${mail.text}${mail.html}`).not.toContain('bob49')
  },
}

async function expectOurLink(scene: Scene, email: string): Promise<void> {
  const mail = await scene.emailTo(email)
  expect(mail.link).toMatch(/^https:\/\/login\.example\.com\/reset-password#token=[\w-]{43}$/)
  expect(mail.raw).not.toContain('evil')
  for (const [url] of `${mail.mail.text}${mail.mail.html}`.matchAll(/https?:\/\/[^\s"'<>)]+/g)) {
    expect(new URL(url).origin).toBe(publicUrl)
  }
}

async function openApart(databaseUrl: string, scene: Scene) {
  const { openSqlClient } = await import('@latchkey/db/testing')
  const sql = await openSqlClient(databaseUrl)
  return {
    ...sql,
    addAccount: (email: string) =>
      sql.rows(
        `insert into account (id, email, email_canonical, password_hash)
         values (gen_random_uuid(), $1, $1, $2)`,
        [email, scene.corpus.oldHash],
      ),
  }
}
