import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { call, cookieFrom } from '../../kit/calls.ts'
import { tokenIn } from '../../kit/post-office.ts'
import { rest } from '../../kit/rest.ts'
import { scrape } from '../../kit/scrape.ts'
import { oldPassword } from '../../kit/testbed.ts'
import { comparable } from '../apis.ts'
import { once, type Plays } from '../plays.ts'
import { type Live, type Scene, wrongCode } from '../scene.ts'

const refused = new Set(['INVALID_OR_EXPIRED', 'TOO_MANY_ATTEMPTS'])

async function ticketOf(scene: Scene, live: Live): Promise<string> {
  const verified = await scene.tryCode(live.requestId, live.code, { api: 'trpc' })
  expect(verified.status).toBe(200)
  return String(verified.data.ticket)
}

async function expectRefused(scene: Scene, live: Live, code = live.code): Promise<void> {
  const reply = await scene.tryCode(live.requestId, code)
  expect(reply.status, reply.text).toBe(400)
  expect(refused).toContain(reply.code)
}

export const code: Plays = {
  async 'CD-01'(scene) {
    const live = await scene.live()
    for (let n = 0; n < 20; n++) await scene.mint(await scene.account(`other${n}`))
    const before = await scene.hashes()
    const newPassword = scene.goodPassword()
    const reply = await scene.send('reset_by_code', {
      code: live.code,
      newPassword,
      confirmPassword: newPassword,
    })
    expect(reply.status).toBe(400)
    expect(await scene.hashes()).toEqual(before)
    expect(await scene.tries(live.requestId)).toBe(0)
  },

  async 'CD-02'(scene) {
    const [a, b] = [await scene.live('ada'), await scene.live('bob')]
    if (a.code === b.code) return
    await expectRefused(scene, b, a.code)
    expect([await scene.tries(a.requestId), await scene.tries(b.requestId)]).toEqual([0, 1])
  },

  async 'CD-03'(scene) {
    const live = await scene.live()
    for (let n = 1; n <= 5; n++) await expectRefused(scene, live, wrongCode(live.code, n))
    await expectRefused(scene, live)
    expect(await scene.tries(live.requestId)).toBe(5)
  },

  async 'CD-04'(scene) {
    // Forty at once in four runs, instead of two hundred in fifty: the limit is five in any case.
    for (let run = 0; run < 4; run++) {
      const live = await scene.mint(await scene.account(`victim${run}`))
      const guesses = Array.from({ length: 40 }, (_, n) =>
        scene.tryCode(live.requestId, n === 11 * run ? live.code : wrongCode(live.code, n + 1), {
          server: scene.corpus.servers[n % 2] ?? scene.other,
        }),
      )
      const codes = (await Promise.all(guesses)).map((reply) => reply.code)
      const closed = codes.filter((one) => one === 'TOO_MANY_ATTEMPTS').length
      // A correct code is refunded, so one more guess may be checked.
      expect(codes.length - closed).toBeLessThanOrEqual(codes.includes(undefined) ? 6 : 5)
      expect(await scene.tries(live.requestId)).toBeLessThanOrEqual(5)
    }
  },

  'CD-05': once(async (scene) => {
    const live = await scene.live()
    const batch = Object.fromEntries(
      Array.from({ length: 50 }, (_, n) => [
        n,
        { requestId: live.requestId, code: wrongCode(live.code, n) },
      ]),
    )
    const names = Array(50).fill('recovery.verifyCode').join(',')
    const reply = await call(scene.corpus.servers[0], `${names}?batch=1`, batch, {
      'x-forwarded-for': scene.client(),
    })
    expect([400, 404, 413]).toContain(reply.status)
    expect(await scene.tries(live.requestId)).toBe(0)
  }),

  'CD-06': once(async (scene) => {
    const response = await fetch(`${scene.corpus.servers[0].url}/trpc/${','.repeat(5000)}?batch=1`)
    expect([400, 404, 414]).toContain(response.status)
    expect((await response.text()).length).toBeLessThan(2048)
  }),

  'CD-07': once(async (scene) => {
    const live = await scene.live()
    for (const [n, api] of (['trpc', 'trpc', 'trpc', 'rest', 'rest'] as const).entries()) {
      const reply = await scene.tryCode(live.requestId, wrongCode(live.code, n + 1), { api })
      expect([reply.status, reply.code]).toEqual([400, 'INVALID_OR_EXPIRED'])
    }
    for (const api of ['rest', 'trpc'] as const) {
      const right = await scene.tryCode(live.requestId, live.code, { api })
      expect([right.status, right.code]).toEqual([400, 'TOO_MANY_ATTEMPTS'])
    }
  }),

  async 'CD-08'(scene) {
    const live = await scene.mint(await scene.account(), { code: '001234' })
    for (const short of [1234, '1234']) {
      expect((await scene.tryCode(live.requestId, short)).status).toBe(400)
    }
    expect(await scene.tries(live.requestId)).toBe(0)
    expect((await scene.tryCode(live.requestId, '001234')).status).toBe(200)
  },

  async 'CD-11'(scene) {
    for (const [n, sign] of [' ', '-'].entries()) {
      const live = await scene.mint(await scene.account(`victim${n}`))
      const spaced = `${live.code.slice(0, 3)}${sign}${live.code.slice(3)}`
      expect((await scene.tryCode(live.requestId, spaced)).status).toBe(200)
    }
  },

  async 'CD-13'(scene) {
    const live = await scene.live()
    await scene.expire('code', live.email)
    await expectRefused(scene, live)
  },

  async 'CD-14'(scene) {
    const live = await scene.live()
    const before = await scene.hashes()
    const ticket = await ticketOf(scene, live)
    await scene.expire('ticket', live.email)
    expect((await scene.reset(ticket, scene.goodPassword())).status).toBe(400)
    expect(await scene.hashes()).toEqual(before)
  },

  async 'CD-15'(scene) {
    const live = await scene.live()
    expect((await scene.tryCode(live.requestId, live.code)).status).toBe(200)
    await expectRefused(scene, live)
    expect(await scene.secretsOf('ticket', live.email)).toHaveLength(1)
  },

  async 'CD-16'(scene) {
    // Ten runs instead of two hundred; packages/db races the same statement many times more.
    for (let run = 0; run < 10; run++) {
      const live = await scene.mint(await scene.account(`victim${run}`))
      const replies = await Promise.all(
        scene.corpus.servers.map((server) => scene.tryCode(live.requestId, live.code, { server })),
      )
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 400])
      expect(await scene.secretsOf('ticket', live.email)).toHaveLength(1)
    }
  },

  async 'CD-17'(scene) {
    await scene.account()
    const shape = async (name: string) => {
      const { data } = await scene.send('forgot', { email: scene.email(name) })
      const replies = []
      for (let n = 0; n < 7; n++) {
        replies.push(comparable(await scene.tryCode(String(data.requestId), '000000')))
      }
      return replies
    }
    expect(await shape('nobody')).toEqual(await shape('victim'))
  },

  async 'CD-18'(scene) {
    const email = await scene.account()
    for (let round = 0; round < 4; round++) {
      await scene.later(email, 1)
      const { data } = await scene.send('forgot', { email })
      for (let n = 0; n < 5; n++) await scene.tryCode(String(data.requestId), 'x000000'.slice(1))
    }
    await scene.later(email, 1)
    const { data } = await scene.send('forgot', { email })
    const newest = await scene.emailTo(email, 5)
    // The email has no code that could not be used.
    expect(newest.code).toBe('')
    const closed = await scene.tryCode(String(data.requestId), '123456')
    expect([closed.status, closed.code]).toEqual([400, 'TOO_MANY_ATTEMPTS'])
    expect((await scene.reset(tokenIn(newest.link), scene.goodPassword())).status).toBe(200)
  },

  async 'CD-20'(scene) {
    const live = await scene.live()
    for (let n = 1; n <= 5; n++) await expectRefused(scene, live, wrongCode(live.code, n))
    await expectRefused(scene, live)
  },

  async 'CD-21'(scene) {
    const live = await scene.live()
    const cookie = cookieFrom(await scene.signIn(live.email, oldPassword))
    const session = cookie.split('=')[1] ?? ''
    expect(session).toHaveLength(43)
    const before = await scene.hashes()
    expect((await scene.reset(session, scene.goodPassword())).status).toBe(400)
    expect((await scene.reset(live.code, scene.goodPassword())).status).toBe(400)
    for (const foreign of [session, live.token]) {
      expect((await scene.tryCode(live.requestId, foreign)).status).toBe(400)
    }
    expect((await scene.session(cookie.replace(session, live.token))).status).toBe(401)
    expect(await scene.hashes()).toEqual(before)
  },

  async 'CD-22'(scene) {
    const [wrong, expired, spent, closed] = [
      await scene.mint(await scene.account('wrong')),
      await scene.mint(await scene.account('expired'), { seconds: -1 }),
      await scene.mint(await scene.account('spent')),
      await scene.mint(await scene.account('closed')),
    ]
    expect((await scene.tryCode(spent.requestId, spent.code)).status).toBe(200)
    const replies = [
      await scene.tryCode(wrong.requestId, wrongCode(wrong.code)),
      await scene.tryCode(expired.requestId, expired.code),
      await scene.tryCode(spent.requestId, spent.code),
      await scene.tryCode(randomUUID(), '123456'),
    ].map(comparable)
    expect(replies[0]?.status).toBe(400)
    for (const reply of replies) expect(reply).toEqual(replies[0])
    for (let n = 1; n <= 5; n++) await scene.tryCode(closed.requestId, wrongCode(closed.code, n))
    const exhausted = await scene.tryCode(closed.requestId, closed.code)
    expect([exhausted.status, exhausted.code]).toEqual([400, 'TOO_MANY_ATTEMPTS'])
    const malformed = await scene.tryCode('z'.repeat(36), '123456')
    expect([malformed.status, malformed.code]).toEqual([400, 'INVALID_INPUT'])
  },

  async 'CD-23'(scene) {
    const { server } = await scene.corpus.apart({
      LIMIT_GUESSES_IN_ALL: '200/1h',
      ALLOW_EXPOSED: 'metrics',
    })
    const statuses: number[] = []
    for (let n = 0; n < 41; n++) {
      const { data } = await scene.send('forgot', { email: scene.email(`sprayed${n}`) }, { server })
      for (let guess = 0; guess < 5; guess++) {
        const reply = await scene.tryCode(String(data.requestId), '000000', { server })
        statuses.push(reply.status)
        if (reply.status === 429)
          expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0)
      }
    }
    expect(statuses).toEqual([...Array(200).fill(400), ...Array(5).fill(429)])
    const { value } = await scrape(server)
    expect(value('limiter_hits_total', { limit: 'guess_in_all' })).toBe(5)
    await server.kill('SIGTERM')
  },

  'CD-24': once(async (scene) => {
    const codes = Array.from({ length: 200_000 }, () => scene.corpus.secrets.newCode())
    for (const one of codes.slice(0, 100)) expect(one).toMatch(/^\d{6}$/)
    expect(codes.some((one) => one.startsWith('00'))).toBe(true)
    for (const part of [(one: string) => one.slice(0, 3), (one: string) => one.slice(3)]) {
      const counts = new Map<string, number>()
      for (const one of codes) counts.set(part(one), (counts.get(part(one)) ?? 0) + 1)
      const chi = [...counts.values()].reduce((sum, count) => sum + (count - 200) ** 2 / 200, 0)
      // 999 degrees of freedom: more than 1250 has a probability of one in ten million.
      expect(counts.size).toBe(1000)
      expect(chi).toBeLessThan(1250)
    }
  }),

  async 'CD-27'(scene) {
    const [a, b] = [await scene.live('ada'), await scene.live('bob')]
    const ticket = await ticketOf(scene, a)
    const before = await scene.hashes()
    const newPassword = scene.goodPassword()
    const swapped = {
      token: ticket,
      newPassword,
      confirmPassword: newPassword,
      requestId: b.requestId,
    }
    expect((await scene.send('reset', swapped)).status).toBe(400)
    expect(await scene.hashes()).toEqual(before)
    const requested = await rest(
      scene.corpus.servers[0],
      'POST',
      '/api/auth/password-reset/request',
      { email: b.email },
      { 'x-forwarded-for': scene.client() },
    )
    const headers = { cookie: cookieFrom(requested) }
    expect((await scene.reset(ticket, newPassword, { headers })).status).toBe(200)
    const after = await scene.hashes()
    expect(after[0]).not.toEqual(before[0])
    expect(after[1]).toEqual(before[1])
  },
}
