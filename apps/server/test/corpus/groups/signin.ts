import { expect } from 'vitest'
import { cookieFrom } from '../../kit/calls.ts'
import { oldPassword } from '../../kit/testbed.ts'
import { comparable } from '../apis.ts'
import { eventually } from '../eventually.ts'
import { once, type Plays } from '../plays.ts'
import { sameStatements } from '../same-statements.ts'
import type { Scene } from '../scene.ts'

async function signedIn(scene: Scene): Promise<{ email: string; cookie: string }> {
  const email = await scene.account()
  const reply = await scene.signIn(email, oldPassword)
  expect(reply.status).toBe(200)
  return { email, cookie: cookieFrom(reply) }
}

export const signin: Plays = {
  'SI-01': once(async (scene) => {
    const disabled = await scene.account('disabled', { status: 'disabled' })
    const replies = [
      await scene.signIn(await scene.account(), 'wrong wrong wrong'),
      await scene.signIn(scene.email('nobody'), 'wrong wrong wrong'),
      await scene.signIn(disabled, oldPassword),
    ].map(comparable)
    expect(replies[0]?.status).toBe(401)
    for (const reply of replies) expect(reply).toEqual(replies[0])
  }),

  'SI-02': once(async (scene) => {
    const email = await scene.account()
    await sameStatements(scene, (server, n) => {
      const how = { server, mayBeAway: true }
      return scene.signIn(n % 2 === 0 ? email : scene.email('nobody'), 'wrong wrong', how)
    })
  }),

  'SI-03': once(async (scene) => {
    const email = await scene.account()
    const home = scene.client()
    expect((await scene.signIn(email, oldPassword, { from: home })).status).toBe(200)
    for (let n = 0; n < 10; n++) expect((await scene.signIn(email, 'wrong')).status).toBe(401)
    // A new client waits for ten seconds at most, which a busy machine may take for a call: then it is made again.
    const refused = await eventually(async () => {
      await scene.manyFailed(email)
      const late = await scene.signIn(email, 'wrong')
      expect(late.status).toBe(429)
      return late
    })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await scene.signIn(email, oldPassword, { from: home })).status).toBe(200)
  }),

  'SI-04': once(async (scene) => {
    // Sixty accounts instead of a thousand: the limit is fifty.
    const from = scene.client()
    const statuses = []
    for (let n = 0; n < 60; n++) {
      statuses.push((await scene.signIn(scene.email(`owner${n}`), 'Password1', { from })).status)
    }
    expect(statuses).toEqual([...Array(50).fill(401), ...Array(10).fill(429)])
  }),

  'SI-06': once(async (scene) => {
    const reply = await scene.signIn(await scene.account(), oldPassword)
    const [line = '', ...more] = reply.headers.getSetCookie()
    expect(more).toEqual([])
    const [value = '', ...attributes] = line.split('; ')
    expect(value).toMatch(/^__Host-latchkey=[\w-]{43}$/)
    expect(attributes).toEqual(
      expect.arrayContaining(['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']),
    )
    expect(line).not.toMatch(/domain/i)
  }),

  'SI-07': once(async (scene) => {
    const chosen = `__Host-latchkey=${scene.corpus.secrets.newToken()}`
    const email = await scene.account()
    const reply = await scene.signIn(email, oldPassword, { headers: { cookie: chosen } })
    expect(cookieFrom(reply)).not.toBe(chosen)
    expect((await scene.session(chosen)).status).toBe(401)
    expect((await scene.session(cookieFrom(reply))).status).toBe(200)
  }),

  'SI-09': once(async (scene) => {
    const { email, cookie } = await signedIn(scene)
    const [stored] = await scene.rows<{ digest: Buffer }>(
      'select digest from session s join account a on a.id = s.account_id where a.email = $1',
      [email],
    )
    for (const encoding of ['base64url', 'hex'] as const) {
      const forged = `__Host-latchkey=${stored?.digest.toString(encoding)}`
      expect((await scene.session(forged)).status).toBe(401)
    }
    expect((await scene.session(cookie)).status).toBe(200)
  }),

  async 'SI-10'(scene) {
    const live = await scene.live()
    expect((await scene.reset(live.token, scene.goodPassword())).status).toBe(200)
    expect((await scene.signIn(live.email, oldPassword)).status).toBe(401)
  },

  'SI-11': once(async (scene) => {
    const { cookie } = await signedIn(scene)
    const out = await scene.send('signout', {}, { headers: { cookie } })
    expect(out.status).toBe(200)
    for (const server of scene.corpus.servers) {
      expect((await scene.session(cookie, { server })).status).toBe(401)
    }
  }),

  'SI-12': once(async (scene) => {
    for (const [n, age] of [
      `last_seen_at = clock_timestamp() - interval '2 hours 1 second'`,
      `expires_at = expires_at - interval '24 hours 1 second'`,
    ].entries()) {
      const email = await scene.account(`victim${n}`)
      const cookie = cookieFrom(await scene.signIn(email, oldPassword))
      expect((await scene.session(cookie)).status).toBe(200)
      await scene.rows(
        `update session set ${age} where account_id = (select id from account where email = $1)`,
        [email],
      )
      expect((await scene.session(cookie)).status).toBe(401)
    }
  }),

  'SI-14': once(async (scene) => {
    const body = { email: await scene.account(), password: oldPassword }
    for (const headers of [
      { 'content-type': 'text/plain', 'sec-fetch-site': 'cross-site' },
      { 'content-type': 'text/plain' },
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.test' },
    ] as Record<string, string>[]) {
      const reply = await scene.send('signin', body, { headers })
      expect([403, 415]).toContain(reply.status)
      expect(reply.headers.getSetCookie()).toEqual([])
    }
  }),
}
