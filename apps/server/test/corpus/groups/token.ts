import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { withStores } from '../../../src/cli/with-stores.ts'
import { readConfig } from '../../../src/config/config.ts'
import { cookieFrom } from '../../kit/calls.ts'
import { oldPassword } from '../../kit/testbed.ts'

import { once, type Plays } from '../plays.ts'
import type { Live, Scene } from '../scene.ts'

async function expectDead(scene: Scene, token: string): Promise<void> {
  const reply = await scene.reset(token, scene.goodPassword())
  expect([reply.status, reply.code], reply.text).toEqual([400, 'INVALID_OR_EXPIRED'])
}

async function signsIn(scene: Scene, email: string, password: string): Promise<boolean> {
  return (await scene.signIn(email, password)).status === 200
}

/** Several tokens of one account, each sent with its own password, to both servers at once. */
async function race(scene: Scene, email: string, tokens: string[]) {
  const passwords = tokens.map(() => scene.goodPassword())
  const replies = await Promise.all(
    tokens.map((token, n) =>
      scene.reset(token, passwords[n], { server: scene.corpus.servers[n % 2] ?? scene.other }),
    ),
  )
  const statuses = replies.map(({ status }) => status)
  expect([...statuses].sort()).toEqual([200, 400])
  for (const [n, password] of passwords.entries()) {
    expect(await signsIn(scene, email, password)).toBe(statuses[n] === 200)
  }
}

/** A change of the account in the database while one of its links is live. */
function afterwards(change: string) {
  return async (scene: Scene) => {
    const live = await scene.live()
    await scene.rows(change, [live.email])
    await expectDead(scene, live.token)
  }
}

const scanners = [
  'Mozilla/5.0 SafeLinks',
  'GoogleImageProxy',
  'Slackbot-LinkExpanding 1.0',
  'curl/8',
]

export const token: Plays = {
  async 'TK-01'(scene) {
    const live = await scene.live()
    expect((await scene.reset(live.token, scene.goodPassword())).status).toBe(200)
    const changed = await scene.hashes()
    for (const api of ['trpc', 'rest'] as const) {
      expect((await scene.reset(live.token, scene.goodPassword(), { api })).status).toBe(400)
    }
    expect(await scene.hashes()).toEqual(changed)
  },

  async 'TK-02'(scene) {
    // Five runs instead of two hundred: race.test.ts and packages/db race the same statement more often.
    for (let run = 0; run < 5; run++) {
      const { email, token: one } = await scene.mint(await scene.account(`victim${run}`))
      await race(scene, email, [one, one])
    }
    await scene.settled()
    for (let run = 0; run < 5; run++) {
      expect(scene.emailsTo(scene.email(`victim${run}`))).toHaveLength(1)
    }
  },

  async 'TK-03'(scene) {
    for (let run = 0; run < 5; run++) {
      const email = await scene.account(`victim${run}`)
      const [one, two] = [await scene.mint(email), await scene.mint(email)]
      await race(scene, email, [one.token, two.token])
    }
  },

  'TK-04': afterwards(
    'update account set password_hash = null, credential_version = credential_version + 1 where email = $1',
  ),

  'TK-05': afterwards(
    `update account set email = 'new-' || email, email_canonical = 'new-' || email_canonical,
       credential_version = credential_version + 1 where email = $1`,
  ),

  async 'TK-06'(scene) {
    const [disabled, deleted] = [await scene.live('disabled'), await scene.live('deleted')]
    await scene.rows(`update account set status = 'disabled' where email = $1`, [disabled.email])
    await scene.rows('delete from account where email = $1', [deleted.email])
    await expectDead(scene, disabled.token)
    await expectDead(scene, deleted.token)
  },

  async 'TK-07'(scene) {
    const email = await scene.account()
    const all: Live[] = []
    for (let n = 0; n < 3; n++) all.push(await scene.mint(email))
    const [first, second, third] = all
    if (!first || !second || !third) throw new Error('three were minted')
    const verified = await scene.tryCode(third.requestId, third.code, { api: 'trpc' })
    expect((await scene.reset(first.token, scene.goodPassword())).status).toBe(200)
    await expectDead(scene, second.token)
    await expectDead(scene, third.token)
    await expectDead(scene, String(verified.data.ticket))
    for (const { requestId, code } of all) {
      expect((await scene.tryCode(requestId, code)).status).toBe(400)
    }
  },

  async 'TK-08'(scene) {
    const live = await scene.live()
    await scene.expire('link', live.email)
    expect((await scene.send('token_verify', { token: live.token })).status).toBe(400)
    await expectDead(scene, live.token)
  },

  'TK-09': once(async (scene) => {
    const live = await scene.mint(await scene.account())
    for (const expiry of ['null', `'infinity'`, `'-infinity'`]) {
      const insert = scene.rows(
        `insert into secret (digest, kind, request_id, account_id, credential_version, expires_at)
         select '\\x00', 'link', $1, id, 1, ${expiry} from account where email = $2`,
        [live.requestId, live.email],
      )
      await expect(insert).rejects.toThrow(/not-null|check constraint/)
    }
  }),

  async 'TK-10'(scene) {
    const live = await scene.live()
    const [mail] = scene.emailsTo(live.email)
    const { pathname, hash } = new URL(mail?.link ?? '')
    for (const agent of scanners) {
      for (const method of ['HEAD', 'GET']) {
        for (const path of [
          `${pathname}${hash}`,
          `${pathname}?token=${live.token}`,
          `/api/auth/verify-reset-token/${live.token}`,
          `/api/auth/validate-reset-token?token=${live.token}`,
        ]) {
          const headers = { 'user-agent': agent, 'x-forwarded-for': scene.client() }
          await fetch(scene.corpus.servers[0].url + path, { method, headers })
        }
      }
    }
    expect((await scene.reset(live.token, scene.goodPassword())).status).toBe(200)
  },

  async 'TK-13'(scene) {
    const live = await scene.live()
    const before = [await scene.secretsOf('link', live.email), await scene.hashes()]
    for (let n = 0; n < 100; n++) {
      expect((await scene.send('token_verify', { token: live.token })).status).toBe(200)
    }
    expect([await scene.secretsOf('link', live.email), await scene.hashes()]).toEqual(before)
    expect(await scene.tries(live.requestId)).toBe(0)
  },

  async 'TK-16'(scene) {
    const live = await scene.live()
    const session = cookieFrom(await scene.signIn(live.email, oldPassword)).split('=')[1] ?? ''
    for (const foreign of [session, live.code, live.requestId]) await expectDead(scene, foreign)
    expect(await signsIn(scene, live.email, oldPassword)).toBe(true)
  },

  async 'TK-17'(scene) {
    const live = await scene.live()
    const other = await scene.account('other')
    const [{ id } = {}] = await scene.rows('select id from account where email = $1', [other])
    const before = await scene.hashes()
    const newPassword = scene.goodPassword()
    for (const naming of [{ email: other }, { userId: id }]) {
      const reply = await scene.send('reset', { token: live.token, newPassword, ...naming })
      expect([reply.status, reply.code]).toEqual([400, 'INVALID_INPUT'])
    }
    expect(await scene.hashes()).toEqual(before)
  },

  async 'TK-18'(scene) {
    const live = await scene.live()
    const half = live.token.slice(0, 21)
    for (const part of [live.token.slice(0, 8), half, half.padEnd(43, 'A'), `${live.token}A`]) {
      await expectDead(scene, part)
    }
    // 43 characters hold two bits more than 32 bytes: another encoding of the same bytes is not the token.
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const last = alphabet.indexOf(live.token.at(-1) ?? '')
    await expectDead(scene, live.token.slice(0, -1) + alphabet[last + 1])
  },

  async 'TK-19'(scene) {
    const empty = await scene.send('token_verify', { token: '' })
    expect(empty.status).toBe(400)
    const huge = await scene.send('token_verify', { token: 'A'.repeat(1_000_000) })
    // In a path it exceeds the limit of a request's head.
    expect(scene.api === 'rest' ? [431] : [400, 413]).toContain(huge.status)
  },

  async 'TK-20'(scene) {
    const live = await scene.live()
    const good = scene.goodPassword()
    expect((await scene.reset(live.token, 'short')).code).toBe('PASSWORD_REJECTED')
    expect((await scene.reset(live.token, 'passwordpassword')).code).toBe('PASSWORD_REJECTED')
    const differs = { token: live.token, newPassword: good, confirmPassword: 'different' }
    expect((await scene.send('reset', differs)).code).toBe('INVALID_INPUT')
    expect((await scene.reset(live.token, good)).status).toBe(200)
    expect(await signsIn(scene, live.email, good)).toBe(true)
  },

  async 'TK-22'(scene) {
    const live = await scene.live()
    for (const kind of ['link', 'code'] as const) {
      const [stored] = await scene.secretsOf(kind, live.email)
      const digest = stored?.digest ?? Buffer.alloc(32)
      await expectDead(scene, digest.toString('hex'))
      await expectDead(scene, digest.toString('base64url'))
    }
  },
}

export const concurrency: Plays = {
  'CC-01': async (scene) => {
    const email = await scene.account()
    const requests = Array.from({ length: 50 }, (_, n) =>
      scene.send('forgot', { email }, { server: scene.corpus.servers[n % 2] ?? scene.other }),
    )
    const statuses = (await Promise.all(requests)).map(({ status }) => status)
    expect(new Set(statuses)).toEqual(new Set([200]))
    await scene.settled()
    expect(scene.emailsTo(email)).toHaveLength(1)
  },

  async 'CC-02'(scene) {
    // Four runs instead of fifty. Each hashes its passwords first, so the expiry is set to the time of the spends.
    for (let run = 0; run < 4; run++) {
      const email = await scene.account(`victim${run}`)
      const { token: dying } = await scene.mint(email, { seconds: 0.15 })
      const resets = Array.from({ length: 8 }, async (_, n) => {
        await sleep(n * 15)
        return (await scene.reset(dying, scene.goodPassword())).status
      })
      const won = (await Promise.all(resets)).filter((status) => status === 200).length
      expect(won).toBeLessThanOrEqual(1)
      const [spent] = await scene.rows<{ late: boolean }>(
        `select s.spent_at > s.expires_at as late from secret s join account a on a.id::text = s.account_id
         where s.kind = 'link' and a.email = $1 and s.spent_at is not null`,
        [email],
      )
      expect(spent === undefined ? 0 : 1).toBe(won)
      expect(spent?.late ?? false).toBe(false)
    }
  },

  'CC-03': once(async (scene) => {
    const config = readConfig(scene.corpus.testbed.environment, () => '')
    let over = false
    const pruner = withStores(config, async ({ recovery }) => {
      while (!over) {
        await recovery.purge()
        await sleep(5)
      }
    })
    for (let run = 0; run < 20; run++) {
      const email = await scene.account(`victim${run}`)
      const old = await scene.mint(email, { seconds: -25 * 3600 })
      const fresh = await scene.mint(email)
      await expectDead(scene, old.token)
      expect((await scene.reset(fresh.token, scene.goodPassword())).status).toBe(200)
    }
    over = true
    await pruner
  }),
}
