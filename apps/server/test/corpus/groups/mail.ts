import { openSqlClient } from '@latchkey/db/testing'
import { expect } from 'vitest'
import { openPostOffice, type Script } from '../../kit/post-office.ts'
import { runCommand } from '../../kit/server-process.ts'
import { comparable } from '../apis.ts'
import { publicUrl } from '../corpus.ts'
import { eventually } from '../eventually.ts'
import { once, type Plays } from '../plays.ts'
import type { Scene } from '../scene.ts'

const metricsToken = 'a-token-for-the-metrics-of-the-corpus'

/** The content of all tables, as text. */
export async function dumpOf(rows: Scene['rows']): Promise<string> {
  const tables = await rows<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'public'`,
  )
  const dumps = tables.map(({ name }) => rows(`select t::text from ${name} t`))
  return JSON.stringify(await Promise.all(dumps))
}

/** A mail server outside loopback, where encryption with a trusted certificate is required. */
function refusedElsewhere(script: Script) {
  return once(async (scene) => {
    // It leads here, on a machine without a network too, and by its name is not on loopback.
    const office = await openPostOffice({ ...script, host: '0.0.0.0' })
    // The reserved domains of the corpus get emails.
    const settings = { SMTP_URL: office.url, MAIL_DOMAIN_CHECK: 'off' }
    const { server, databaseUrl } = await scene.corpus.apart(settings)
    const sql = await openSqlClient(databaseUrl)
    const email = scene.email('victim')
    await sql.rows(
      `insert into account (id, email, email_canonical, password_hash) values (gen_random_uuid(), $1, $1, $2)`,
      [email, scene.corpus.oldHash],
    )
    expect((await scene.send('forgot', { email }, { server })).status).toBe(200)
    // The worker writes the outcome and the trouble side by side, and the next attempt changes the job for a moment.
    await eventually(async () => {
      const states = await sql.rows('select state, failure, attempts from message')
      expect(states).toEqual([{ state: 'delayed', failure: 'setup', attempts: 0 }])
      const health = await (await fetch(`${server.url}/health/ready`)).json()
      expect(health).toEqual({ status: 'ready', mail: 'degraded' })
      const waiting = await sql.rows('select from outbox_job where leased_at is null and claim > 0')
      expect(waiting).toHaveLength(1)
    })
    expect(office.delivered).toEqual([])
    await server.kill('SIGTERM')
    await sql.close()
    await office.close()
  })
}

export const mail: Plays = {
  async 'ML-01'(scene) {
    const { email } = await scene.live()
    const [sent] = scene.emailsTo(email)
    if (!sent) throw new Error('the email is missing')
    const header = (name: string) => sent.mail.headers.find(({ key }) => key === name)?.value
    expect(sent.recipients).toEqual([email])
    expect(sent.mail.from?.address).toBe('no-reply@login.example.com')
    expect(header('auto-submitted')).toBe('auto-generated')
    const [message] = await scene.rows(
      `select m.id from message m join recovery_request r on r.id = m.request_id where r.email_canonical = $1`,
      [email],
    )
    expect(header('message-id')).toBe(`<${message?.id}@login.example.com>`)
    expect(sent.mail.text).toBeTruthy()
    expect(sent.mail.html).toBeTruthy()
    expect(sent.mail.html).not.toMatch(/<(?:img|script|link|iframe)\b|url\(/i)
  },

  async 'ML-02'(scene) {
    const { email, token } = await scene.live()
    const [sent] = scene.emailsTo(email)
    const url = new URL(sent?.link ?? '')
    expect([url.origin, url.search, url.hash]).toEqual([publicUrl, '', `#token=${token}`])
    expect(url.href).not.toContain(scene.tag)
  },

  'ML-03': refusedElsewhere({}),
  'ML-04': refusedElsewhere({ encrypts: true }),

  'ML-06': once(async (scene) => {
    const live = await scene.live()
    const dump = await dumpOf(scene.rows)
    const hex = Buffer.from(live.token, 'base64url').toString('hex')
    for (const secret of [live.token, hex, 'token=']) expect(dump).not.toContain(secret)
    const jobs = await scene.rows<{ payload: object }>(
      `select payload from outbox_job where payload->>'requestId' = $1`,
      [live.requestId],
    )
    expect(Object.keys(jobs[0]?.payload ?? {}).sort()).not.toContain('code')
    expect(JSON.stringify(jobs)).not.toMatch(new RegExp(`"${live.code}"`))
  }),

  'ML-07': once(async (scene) => {
    const live = await scene.live()
    await scene.settled()
    expect(
      await scene.rows(`select from outbox_job where payload->>'requestId' = $1`, [live.requestId]),
    ).toEqual([])
    const kept = await scene.rows(`select m::text from message m where request_id = $1`, [
      live.requestId,
    ])
    expect(kept).toHaveLength(1)
    for (const word of [live.email, live.token, live.code]) {
      expect(JSON.stringify(kept)).not.toContain(word)
    }
  }),

  async 'ML-08'(scene) {
    const known = await scene.account('user', { address: `user@${scene.tag}.invalid` })
    const requested = await scene.send('forgot', { email: known })
    const unknown = await scene.send('forgot', { email: `nobody@${scene.tag}.invalid` })
    expect(comparable(requested)).toEqual(comparable(unknown))
    await eventually(async () => {
      const messages = await scene.rows(
        `select m.state, m.detail from message m join recovery_request r on r.id = m.request_id
         where r.email_canonical = $1`,
        [known],
      )
      expect(messages).toEqual([{ state: 'suppressed', detail: 'undeliverable' }])
    })
    expect(scene.emailsTo(known)).toEqual([])
  },

  async 'ML-09'(scene) {
    const bouncing = await scene.account('bounce')
    const [known, unknown] = [
      await scene.send('forgot', { email: bouncing }),
      await scene.send('forgot', { email: scene.email('nobody') }),
    ]
    await scene.settled()
    expect(comparable(known)).toEqual(comparable(unknown))
    const [message] = await scene.rows(
      `select m.state from message m join recovery_request r on r.id = m.request_id
       where r.email_canonical = $1`,
      [bouncing],
    )
    expect(message).toEqual({ state: 'dead' })
    expect(scene.emailsTo(bouncing)).toEqual([])
    const again = await scene.send('forgot', { email: bouncing })
    expect(comparable(again)).toEqual(comparable(unknown))
  },
}

export const data: Plays = {
  'DL-01': once(async (scene) => {
    const live = await scene.live()
    const cookie = await scene.signIn(live.email, 'the old password of before')
    const verified = await scene.tryCode(live.requestId, live.code, { api: 'trpc' })
    const chosen = scene.goodPassword()
    const other = await scene.live('other')
    await scene.reset(other.token, chosen)
    const session = /=([\w-]{43});/.exec(cookie.headers.getSetCookie()[0] ?? '')?.[1] ?? ''
    const ticket = String(verified.data.ticket)
    const dump = await dumpOf(scene.rows)
    for (const secret of [live.token, other.token, ticket, session]) {
      expect(secret).toHaveLength(43)
      expect(dump).not.toContain(secret)
      expect(dump).not.toContain(Buffer.from(secret, 'base64url').toString('hex'))
    }
    for (const password of [chosen, 'the old password']) expect(dump).not.toContain(password)
    const [code] = await scene.secretsOf('code', live.email)
    const { createHash } = await import('node:crypto')
    for (const plain of [live.code, `${live.requestId} ${live.code}`, live.requestId + live.code]) {
      expect(code?.digest.equals(createHash('sha256').update(plain).digest())).toBe(false)
    }
  }),

  'DL-02': once(async (scene) => {
    const server = await scene.corpus.start({ LOG_LEVEL: 'trace' })
    const live = await scene.live()
    const how = { server }
    for (const api of ['trpc', 'rest'] as const) {
      await scene.send('forgot', { email: live.email }, { ...how, api })
      await scene.send('token_verify', { token: live.token }, { ...how, api })
      await scene.send('reset', `{"token":"${live.token}",`, { ...how, api })
      await scene.reset(live.token, 'short-pw-canary'.slice(0, 7), { ...how, api })
    }
    const signedIn = await scene.signIn(live.email, 'the old password of before', how)
    const session = /=([\w-]{43});/.exec(signedIn.headers.getSetCookie()[0] ?? '')?.[1] ?? 'none'
    const verified = await scene.tryCode(live.requestId, live.code, { ...how, api: 'trpc' })
    await scene.reset(String(verified.data.ticket), 'a password with a canary', how)
    await scene.settled()
    await server.kill('SIGTERM')
    const logs = [server, ...scene.corpus.servers].map(({ output }) => output()).join('\n')
    expect(logs).toContain('"event":"recovery.password-changed"')
    for (const secret of [
      live.token,
      session,
      String(verified.data.ticket),
      'canary',
      'the old password',
      live.email,
      scene.corpus.testbed.environment.LATCHKEY_SECRET ?? 'none',
    ]) {
      expect(logs, secret.slice(0, 5)).not.toContain(secret)
    }
    expect(logs).not.toMatch(new RegExp(`(?<![\\d.a-f])${live.code}(?![\\da-f])`))
  }),

  'DL-03': once(async (scene) => {
    // Behind a proxy on this machine, only the token opens them, wherever the call comes from.
    const { server } = await scene.corpus.apart({ METRICS_TOKEN: metricsToken })
    const authorization = `Bearer ${metricsToken}`
    const get = (headers: Record<string, string> = {}) =>
      fetch(`${server.url}/metrics`, { headers })
    expect((await get({ 'x-forwarded-for': scene.client() })).status).toBe(404)
    const request = (name: string) => scene.send('forgot', { email: scene.email(name) }, { server })
    await request('victim')
    await request('nobody')
    expect((await get()).status).toBe(404)
    expect((await get({ authorization: 'Bearer guessed' })).status).toBe(404)
    const text = await (await get({ authorization })).text()
    expect(text).toContain('latchkey_reset_requests_total{outcome="accepted"} 2')
    expect(text).not.toMatch(/@|victim|nobody|[0-9a-f]{8}-[0-9a-f]{4}-/)
    await server.kill('SIGTERM')
  }),

  'DL-04': once(async (scene) => {
    const server = await scene.corpus.start({ LOG_LEVEL: 'trace', WORKER: 'off' })
    const id = 'a b\tc"}canary'
    const headers = { 'user-agent': 'x{"level":60}canary', 'x-request-id': id }
    for (const api of ['trpc', 'rest'] as const) {
      await scene.send('forgot', { email: scene.email('victim') }, { server, api, headers })
    }
    await server.kill('SIGTERM')
    const lines = server
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'))
    expect(lines.length).toBeGreaterThan(3)
    for (const line of lines) {
      JSON.parse(line)
      expect(line).not.toContain('canary')
      for (const character of line) expect(character.charCodeAt(0)).toBeGreaterThanOrEqual(32)
    }
  }),

  'DL-05': once(async (scene) => {
    const email = await scene.account()
    const aged = await scene.mint(email, { seconds: -25 * 3600 })
    const gone = await scene.mint(email)
    const fresh = await scene.mint(email)
    await scene.rows(
      `update recovery_request set created_at = clock_timestamp() - interval '8 days' where id = $1`,
      [gone.requestId],
    )
    await scene.rows(
      `insert into message (id, kind, state, request_id, created_at)
       values (gen_random_uuid(), 'recovery', 'dead', $1, clock_timestamp() - interval '8 days')`,
      [gone.requestId],
    )
    await scene.rows(
      `insert into session (digest, account_id, credential_version, expires_at)
       select decode(md5(email), 'hex'), id, 1, clock_timestamp() - interval '1 second'
       from account where email = $1`,
      [email],
    )
    const { code, errors } = await runCommand(['purge', '--json'], scene.corpus.testbed.environment)
    expect(errors).toBe('')
    expect(code).toBe(0)
    const left = async (sql: string, value: string) => (await scene.rows(sql, [value])).length
    expect(await left('select from secret where request_id = $1', aged.requestId)).toBe(0)
    expect(await left('select from recovery_request where id = $1', gone.requestId)).toBe(0)
    expect(await left('select from message where request_id = $1', gone.requestId)).toBe(0)
    expect(
      await left(
        'select from session s join account a on a.id = s.account_id where a.email = $1',
        email,
      ),
    ).toBe(0)
    expect((await scene.reset(fresh.token, scene.goodPassword())).status).toBe(200)
  }),
}
