import { randomInt } from 'node:crypto'
import { expect } from 'vitest'
import { cookieFrom } from '../../kit/calls.ts'
import { tokenIn } from '../../kit/post-office.ts'
import type { ServerProcess } from '../../kit/server-process.ts'
import { oldPassword } from '../../kit/testbed.ts'
import { comparable } from '../apis.ts'
import { eventually } from '../eventually.ts'
import { once, type Plays } from '../plays.ts'
import type { Scene } from '../scene.ts'

/** Sets a password with a new link. */
async function choose(scene: Scene, password: unknown, server?: ServerProcess) {
  const { token } = await scene.mint(scene.email('victim'))
  return scene.reset(token, password, server && { server })
}

const signInStatus = async (scene: Scene, password: string) =>
  (await scene.signIn(scene.email('victim'), password)).status

/** Sets one password, then signs in with others. */
function thenSignIn(chosen: string, tries: [string, number][]) {
  return async (scene: Scene) => {
    await scene.account()
    expect((await choose(scene, chosen)).status).toBe(200)
    for (const [typed, status] of tries) expect(await signInStatus(scene, typed)).toBe(status)
  }
}

const letters = 'abcdefghijklmnopqrstuvwxyzäöüßéдж語🦦'
const text = (length: number) => {
  const alphabet = [...letters]
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')
}
const ascii80 = `${'sixteen letters '.repeat(4)}tail of 16 chars`

export const password: Plays = {
  'PW-01': once(async (scene) => {
    await scene.account()
    const strict = await scene.corpus.start({ PASSWORD_MIN_LENGTH: '15' })
    for (const [length, server, status] of [
      [7, undefined, 400],
      [8, undefined, 200],
      [14, strict, 400],
      [15, strict, 200],
      [256, strict, 200],
      [257, strict, 400],
    ] as const) {
      for (const api of ['trpc', 'rest'] as const) {
        const chosen = text(length)
        const { token } = await scene.mint(scene.email('victim'))
        const how = { api, server: server ?? scene.corpus.servers[0] }
        const reply = await scene.reset(token, chosen, how)
        expect(reply.status, `${length}: ${reply.text}`).toBe(status)
        expect(await signInStatus(scene, chosen)).toBe(status === 200 ? 200 : 401)
        if (length === 257) {
          const cut = [...chosen].slice(0, -1).join('')
          expect(await signInStatus(scene, cut)).toBe(401)
        }
      }
    }
    await strict.kill('SIGTERM')
  }),

  async 'PW-02'(scene) {
    await scene.account()
    const megabyte = 'a'.repeat(1_048_576)
    expect([400, 413]).toContain((await choose(scene, megabyte)).status)
    expect([400, 413, 401]).toContain(await signInStatus(scene, megabyte))
    // The largest that fits the body, and is no password for all that.
    expect((await choose(scene, 'a'.repeat(7_000))).code).toBe('PASSWORD_REJECTED')
    expect(await signInStatus(scene, 'a'.repeat(7_000))).toBe(401)
  },

  'PW-03': thenSignIn(ascii80, [
    [ascii80.slice(0, 72), 401],
    [`${ascii80.slice(0, 72)}anything`, 401],
    [ascii80, 200],
  ]),

  'PW-04': thenSignIn('caf\u00e9 r\u00e9sum\u00e9 na\u00efve', [
    ['cafe\u0301 re\u0301sume\u0301 nai\u0308ve', 200],
  ]),

  'PW-06': thenSignIn('  Leading And Trailing  ', [
    ['Leading And Trailing', 401],
    ['  leading and trailing  ', 401],
    ['  Leading And Trailing  ', 200],
  ]),

  async 'PW-07'(scene) {
    await scene.account()
    for (const common of scene.spec.input.passwords ?? []) {
      const reply = await choose(scene, common)
      expect([reply.status, reply.code], String(common)).toEqual([400, 'PASSWORD_REJECTED'])
      expect(reply.data.reasons, String(common)).toContain('PASSWORD_COMMON')
    }
  },

  async 'PW-08'(scene) {
    const email = await scene.account()
    for (const named of [email, email.toUpperCase(), 'LatchkeyLatchkey', 'latchkeylatchkey']) {
      const reply = await choose(scene, named)
      expect([reply.status, reply.code], named).toEqual([400, 'PASSWORD_REJECTED'])
      expect(reply.data.reasons, named).toContain('PASSWORD_CONTEXT')
    }
  },

  async 'PW-09'(scene) {
    await scene.account()
    for (const plain of scene.spec.input.passwords ?? []) {
      expect((await choose(scene, plain)).status, String(plain)).toBe(200)
      expect(await signInStatus(scene, String(plain))).toBe(200)
    }
  },

  async 'PW-13'(scene) {
    const same = scene.goodPassword()
    for (const name of ['ada', 'bob']) {
      const { token } = await scene.mint(await scene.account(name))
      expect((await scene.reset(token, same)).status).toBe(200)
    }
    const stored = (await scene.hashes()) as { password_hash: string }[]
    const hashes = stored.map((row) => row.password_hash)
    expect(new Set(hashes).size).toBe(2)
    for (const hash of hashes) {
      const [, version, settings = '', salt, tag] =
        /^\$argon2id\$(v=19)\$([^$]+)\$([^$]+)\$([^$]+)$/.exec(hash) ?? []
      expect(version, hash).toBe('v=19')
      const [memory, time] = ['m', 't'].map(
        (name) => new RegExp(`\\b${name}=(\\d+)`).exec(settings)?.[1],
      )
      expect(Number(memory)).toBeGreaterThanOrEqual(19_456)
      expect(Number(time)).toBeGreaterThanOrEqual(2)
      expect(Buffer.from(salt ?? '', 'base64').length).toBeGreaterThanOrEqual(16)
      expect(Buffer.from(tag ?? '', 'base64').length).toBeGreaterThanOrEqual(32)
    }
  },

  'PW-14': once(async (scene) => {
    // Apart, so that the other cases are not answered 503 because of this one.
    const { server } = await scene.corpus.apart({})
    const statuses = new Set<number>()
    const health = new Set<number>()
    const how = { server, mayBeAway: true }
    let people = 0
    // How many of them wait at once depends on who gets the processor. So there are floods until the queue was full.
    await eventually(async () => {
      const flood = Array.from({ length: 200 }, async () => {
        people += 1
        const email = scene.email(`nobody${people}`)
        statuses.add((await scene.signIn(email, 'wrong wrong wrong', how)).status)
      })
      health.add((await fetch(`${server.url}/health/live`)).status)
      await Promise.all(flood)
      expect([...statuses]).toEqual(expect.arrayContaining([401, 503]))
    })
    for (const status of statuses) expect([200, 401, 429, 503]).toContain(status)
    expect(health).toEqual(new Set([200]))
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200)
    await server.kill('SIGTERM')
  }),

  async 'PW-15'(scene) {
    const live = await scene.live()
    const cookies = []
    for (const n of [0, 1, 0]) {
      const server = scene.corpus.servers[n] ?? scene.other
      cookies.push(cookieFrom(await scene.signIn(live.email, oldPassword, { server })))
    }
    for (const cookie of cookies) expect((await scene.session(cookie)).status).toBe(200)
    expect((await scene.reset(live.token, scene.goodPassword())).status).toBe(200)
    for (const server of scene.corpus.servers) {
      for (const cookie of cookies) {
        expect((await scene.session(cookie, { server })).status).toBe(401)
      }
    }
  },

  async 'PW-16'(scene) {
    const live = await scene.live()
    const reply = await scene.reset(live.token, scene.goodPassword())
    expect([reply.status, reply.headers.getSetCookie()]).toEqual([200, []])
    const sessions = await scene.rows(
      'select from session s join account a on a.id = s.account_id where a.email = $1',
      [live.email],
    )
    expect(sessions).toEqual([])
  },

  async 'PW-17'(scene) {
    const live = await scene.live()
    const chosen = scene.goodPassword()
    expect((await scene.reset(live.token, chosen)).status).toBe(200)
    await scene.emailTo(live.email, 2)
    await scene.settled()
    const [, notice, ...more] = scene.emailsTo(live.email)
    expect(more).toEqual([])
    expect(notice?.mail.subject).toMatch(/password was changed/)
    expect(notice?.recipients).toEqual([live.email])
    const content = `${notice?.raw}${notice?.mail.text}${notice?.mail.html}`
    for (const secret of [chosen, live.token, live.code, 'reset-password'])
      expect(content).not.toContain(secret)
    // Its one secret is for "this wasn't me". It does not allow a reset.
    const notMe = tokenIn(notice?.link ?? '')
    expect(notice?.link).toMatch(/\/not-me#token=[\w-]{43}$/)
    expect((await scene.reset(notMe, scene.goodPassword())).status).toBe(400)
  },

  async 'PW-18'(scene) {
    const live = await scene.live()
    const before = await scene.hashes()
    const newPassword = scene.goodPassword()
    const extras = {
      role: 'admin',
      emailVerified: true,
      email: 'attacker@evil.test',
      credVersion: 0,
    }
    const reply = await scene.send('reset', { token: live.token, newPassword, ...extras })
    expect([reply.status, reply.code]).toEqual([400, 'INVALID_INPUT'])
    expect(await scene.hashes()).toEqual(before)
  },

  async 'PW-19'(scene) {
    const live = await scene.live()
    const [{ id } = {}] = await scene.rows('select id from account where email = $1', [live.email])
    const looked = await scene.send('token_verify', { token: live.token })
    expect(looked.data).toMatchObject({ login: live.email })
    expect(looked.text).not.toContain(id)
    const changed = await scene.reset(live.token, scene.goodPassword())
    expect(changed.status).toBe(200)
    for (const word of [live.email, String(id)]) expect(changed.text).not.toContain(word)
    const unknown = await scene.send('token_verify', { token: 'A'.repeat(43) })
    const spent = await scene.send('token_verify', { token: live.token })
    expect(comparable(spent)).toEqual(comparable(unknown))
  },

  async 'PW-20'(scene) {
    const live = await scene.live()
    const other = scene.client()
    const owner = scene.client()
    for (const from of [other, owner]) {
      for (let n = 0; n < 12; n++) await scene.signIn(live.email, 'wrong', { from })
    }
    const chosen = scene.goodPassword()
    expect((await scene.reset(live.token, chosen, { from: owner })).status).toBe(200)
    expect((await scene.signIn(live.email, chosen, { from: owner })).status).toBe(200)
  },
}
