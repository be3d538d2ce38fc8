import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call } from './kit/calls.ts'
import { tokenIn } from './kit/post-office.ts'
import { type Scrape, scrape } from './kit/scrape.ts'
import type { ServerProcess } from './kit/server-process.ts'
import { newPassword, oldPassword, openTestbed, type Testbed } from './kit/testbed.ts'

let testbed: Testbed
let server: ServerProcess

// Calls come through a proxy on loopback, which names the client; scrapes come directly.
beforeAll(async () => {
  testbed = await openTestbed({
    RATE_LIMITS: 'on',
    TRUST_PROXY: '127.0.0.0/8',
    // Behind a proxy on this machine, metrics are closed unless a setting opens them.
    ALLOW_EXPOSED: 'metrics',
    LIMIT_REQUESTS_PER_CLIENT: '5/1h',
    LIMIT_MAILS_PER_ADDRESS: '1/1h,10/1d',
  })
  server = await testbed.start()
})
afterAll(() => testbed.close())

const from = (address: string) => ({ 'x-forwarded-for': address })

/** Scrapes until it shows what the worker still has to do. */
async function scraped(shows: (scrape: Scrape) => boolean, withinMs = 120_000): Promise<Scrape> {
  for (let waited = 0; ; waited += 100) {
    const now = await scrape(server)
    if (shows(now)) return now
    if (waited > withinMs) throw new Error(`It never showed:\n${now.text}`)
    await sleep(100)
  }
}

test('every counter exists from the start, at zero', async () => {
  const { samples, all, value } = await scrape(server)
  const counters = samples.filter(
    ({ name }) =>
      /^latchkey_.*_(?:total|count)$/.test(name) && !/_(?:process|nodejs|http)_/.test(name),
  )
  expect(counters.length).toBeGreaterThanOrEqual(40)
  expect(counters.filter((counter) => counter.value !== 0)).toEqual([])
  expect(Object.keys(all('verifications_total'))).toHaveLength(12)
  expect(Object.keys(all('limiter_hits_total')).sort()).toEqual([
    'guess_by_address',
    'guess_in_a_row',
    'guess_in_all',
    'guess_in_all_by_client',
    'guess_without_request',
    'mail_by_address',
    'mail_by_address_and_client',
    'proof_by_client',
    'request_by_address_and_client',
    'request_by_client',
    'request_in_all',
    'request_in_all_by_client',
    'sign_in_by_address',
    'sign_in_by_address_and_client',
    'sign_in_by_client',
    'sign_in_in_a_row',
  ])
  expect(all('queue_depth')).toEqual({ new: 0, again: 0, events: 0, removed: 0, unknown: 0 })
  expect(value('worker_up')).toBe(1)
  expect(value('http_requests_total', { route: '/trpc/recovery.reset', status: '5xx' })).toBe(0)
  expect(value('process_start_time_seconds')).toBeGreaterThan(1_600_000_000)
})

const withoutZeros = (counts: Record<string, number>) =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0))

test('the scrape shows exactly what happened', async () => {
  await testbed.addAccount('ada@example.test')
  await testbed.addAccount('bob@example.test')
  const request = (email: string, client: string) =>
    call(server, 'recovery.request', { email }, from(client))

  // Two emails, one for an unknown address, one withheld; four more requests of one client, one over its limit.
  const ada = await request('ada@example.test', '10.0.0.1')
  const bob = await request('bob@example.test', '10.0.0.1')
  await request('nobody@example.test', '10.0.0.1')
  await request('ada@example.test', '10.0.0.2')
  await request('nobody1@example.test', '10.0.0.1')
  await request('nobody2@example.test', '10.0.0.1')
  expect((await request('nobody3@example.test', '10.0.0.1')).status).toBe(429)
  await call(server, 'recovery.resend', { requestId: ada.data.requestId }, from('10.0.0.3'))

  const adas = await testbed.postOffice.emailTo('ada@example.test')
  const bobs = await testbed.postOffice.emailTo('bob@example.test')
  const code = async (requestId: string | undefined, digits: string) =>
    (await call(server, 'recovery.verifyCode', { requestId, code: digits }, from('10.0.1.1'))).code
  const wrong = (right: string) => (right === '000000' ? '000001' : '000000')
  for (let guess = 0; guess < 5; guess++) {
    expect(await code(ada.data.requestId, wrong(adas.code))).toBe('INVALID_OR_EXPIRED')
  }
  expect(await code(ada.data.requestId, adas.code)).toBe('TOO_MANY_ATTEMPTS')
  expect(await code(bob.data.requestId, bobs.code)).toBeUndefined()

  const link = (token: string) => call(server, 'recovery.verifyToken', { token }, from('10.0.1.1'))
  const token = tokenIn(adas.link)
  expect((await link(token)).status).toBe(200)
  await link('A'.repeat(43))

  const reset = async (password: string) =>
    (await call(server, 'recovery.reset', { token, newPassword: password }, from('10.0.1.1'))).code
  expect(await reset('short')).toBe('PASSWORD_REJECTED')
  expect(await reset(newPassword)).toBeUndefined()
  expect(await reset(newPassword)).toBe('INVALID_OR_EXPIRED')

  const signIn = async (password: string) =>
    (
      await call(
        server,
        'session.signIn',
        { email: 'ada@example.test', password },
        from('10.0.2.1'),
      )
    ).code
  expect(await signIn(newPassword)).toBeUndefined()
  for (let tries = 0; tries < 9; tries++) expect(await signIn(oldPassword)).toBe('SIGN_IN_FAILED')
  // As if there had been more of them, so that the wait outlasts the next call.
  await testbed.rows(`update limiter_bucket set hits = array_fill(clock_timestamp(), array[16])
    where limit_name = 'sign-in-by-address-and-client'`)
  expect(await signIn(oldPassword)).toBe('RATE_LIMITED')

  const { all, value } = await scraped(
    (now) => now.value('messages_total', notice) === 1 && suppressedIn(now) === 5,
  )
  expect(all('reset_requests_total')).toEqual({ accepted: 6, rate_limited: 1 })
  expect(all('resends_total')).toEqual({ accepted: 1, refused: 0, rate_limited: 0 })
  expect(withoutZeros(all('messages_total'))).toEqual({
    'recovery handed_over': 2,
    'recovery suppressed': 5,
    'password_changed handed_over': 1,
  })
  expect(value('message_delay_seconds_count', { kind: 'recovery' })).toBe(2)
  expect(value('message_delay_seconds_sum', { kind: 'recovery' })).toBeGreaterThan(0)
  expect(value('message_delay_seconds_sum', { kind: 'recovery' })).toBeLessThan(60)
  expect(value('message_delay_seconds_count', { kind: 'password_changed' })).toBe(1)
  expect(withoutZeros(all('verifications_total'))).toEqual({
    'code verified': 1,
    'code refused': 5,
    'code exhausted': 1,
    'link verified': 1,
    'link refused': 1,
  })
  expect(all('resets_total')).toEqual({
    changed: 1,
    refused: 1,
    password_rejected: 1,
    rate_limited: 0,
  })
  expect(all('sign_ins_total')).toEqual({ signed_in: 1, refused: 9, rate_limited: 1 })
  expect(all('limiter_hits_total')).toEqual({
    request_by_client: 1,
    request_by_address_and_client: 0,
    request_in_all: 0,
    request_in_all_by_client: 0,
    guess_in_all_by_client: 0,
    guess_without_request: 0,
    mail_by_address_and_client: 0,
    guess_by_address: 0,
    guess_in_a_row: 0,
    guess_in_all: 0,
    mail_by_address: 2,
    proof_by_client: 0,
    sign_in_by_address: 0,
    sign_in_by_address_and_client: 1,
    sign_in_by_client: 0,
    sign_in_in_a_row: 0,
  })
  // One new password and ten sign-ins; a refused sign-in is not hashed.
  expect(value('password_hash_seconds_count')).toBe(11)
  expect(value('password_hash_waiting')).toBe(0)
  expect(value('password_hash_refused_total')).toBe(0)
  const answered = (route: string, status: string) =>
    value('http_requests_total', { route, status })
  expect(answered('/trpc/recovery.request', '2xx')).toBe(6)
  expect(answered('/trpc/recovery.request', '4xx')).toBe(1)
  expect(value('http_request_seconds_count', { route: '/trpc/recovery.request' })).toBe(7)
})

const notice = { kind: 'password_changed', outcome: 'handed_over' }
const suppressedIn = (now: Scrape) =>
  now.value('messages_total', { kind: 'recovery', outcome: 'suppressed' })

test('the limits of codes for one address and of proofs of one client are counted separately', async () => {
  await testbed.rows(`update limiter_bucket set hits = '{}'`)
  await testbed.addAccount('cem@example.test')
  const before = await scrape(server)
  for (let request = 0; request < 5; request++) {
    const client = from(`10.3.${request}.1`)
    const email = 'cem@example.test'
    const { data } = await call(server, 'recovery.request', { email }, client)
    const guess = { requestId: data.requestId, code: '000000' }
    for (let n = 0; n < 5; n++) await call(server, 'recovery.verifyCode', guess, client)
  }
  for (let n = 0; n < 31; n++) {
    await call(server, 'recovery.verifyToken', { token: 'A'.repeat(43) }, from('10.3.9.1'))
  }
  const after = await scrape(server)
  const more = (metric: string, series: string) =>
    (after.all(metric)[series] ?? 0) - (before.all(metric)[series] ?? 0)
  expect(more('verifications_total', 'code refused')).toBe(20)
  expect(more('verifications_total', 'code exhausted')).toBe(5)
  expect(more('limiter_hits_total', 'guess_by_address')).toBe(5)
  expect(more('verifications_total', 'link rate_limited')).toBe(1)
  expect(more('limiter_hits_total', 'proof_by_client')).toBe(1)
})

test('purged secrets are counted, and those among them that expired unused', async () => {
  const before = await scrape(server)
  expect(before.value('secrets_expired_unused_total')).toBe(0)
  // A job of the stories above would mint a secret, or renew one.
  await expect
    .poll(() => testbed.rows(`select kind from outbox_job where kind <> 'undo-check'`))
    .toEqual([])
  const [there] = await testbed.rows<{ all: number; unused: number }>(
    `with ended as (
       update secret set expires_at = clock_timestamp() - interval '2 days' returning spent_at, voided_at
     )
     select count(*)::int as all,
       (count(*) filter (where spent_at is null and voided_at is null))::int as unused from ended`,
  )
  // A worker purges soon after its start: this one, or the first one, if it has not done so yet.
  const second = await testbed.start()
  const counted = async () => {
    const scrapes = await Promise.all([scrape(server), scrape(second)])
    const sum = (metric: string) =>
      scrapes.reduce((total, { value }) => total + (value(metric) ?? 0), 0)
    return { all: sum('secrets_purged_total'), unused: sum('secrets_expired_unused_total') }
  }
  await expect.poll(counted, { interval: 100 }).toEqual(there)
  expect(there?.unused).toBeGreaterThan(0)
  expect(there?.unused).toBeLessThan(there?.all ?? 0)
})

test('routes are our own patterns, whatever path is called', async () => {
  const secret = 'q'.repeat(43)
  await fetch(`${server.url}/${secret}`)
  await fetch(`${server.url}/trpc/made.${secret}`)
  await fetch(`${server.url}/reset-password?token=${secret}`)
  await fetch(`${server.url}/api/${secret}/ada@example.test`, { method: 'POST' })
  const { text, value } = await scrape(server)
  expect(text).not.toContain(secret)
  // An address that has nothing but a token is a mangled link, and gets its page.
  expect(value('http_requests_total', { route: 'none', status: '2xx' })).toBe(1)
  expect(value('http_requests_total', { route: 'none', status: '4xx' })).toBeGreaterThanOrEqual(1)
  expect(value('http_requests_total', { route: '/trpc/:path', status: '4xx' })).toBe(1)
})

test('no label contains an address, an id, a token or a code', async () => {
  const { text, samples } = await scrape(server)
  expect(text).not.toMatch(/@/)
  expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}/i)
  expect(text).not.toMatch(/[\w-]{43}(?![\w-])(?<!latchkey_[\w-]*)/)
  expect(text).not.toMatch(/\d+\.\d+\.\d+\.\d+/)
  const labelled = samples.flatMap(({ labels }) => Object.entries(labels))
  for (const { code, link, recipients } of testbed.postOffice.delivered) {
    const [name = ''] = recipients[0]?.split('@') ?? []
    for (const [, value] of labelled) {
      if (code !== '') expect(value).not.toContain(code)
      expect(value).not.toContain(name)
    }
    if (link !== '') expect(text).not.toContain(tokenIn(link))
  }
  const names = new Set(labelled.map(([name]) => name))
  expect([...names].sort()).toEqual(
    [
      ...['cause', 'kind', 'le', 'limit', 'outcome', 'route', 'secret', 'state', 'status'],
      // Of the Node process itself.
      ...['major', 'minor', 'patch', 'space', 'type', 'version'],
    ].sort(),
  )
})

test('while the database is away the scrape answers, without the queue', async () => {
  if (!testbed.postgres.server) return expect(process.env.TEST_DATABASE_URL).toBeDefined()
  testbed.postgres.server.signal('SIGKILL')
  // Its processes end one after the other.
  await expect.poll(async () => (await scrape(server)).all('queue_depth')).toEqual({})
  for (const { all, value } of await Promise.all([scrape(server), scrape(server)])) {
    expect(all('queue_depth')).toEqual({})
    expect(all('queue_oldest_seconds')).toEqual({})
    expect(all('reset_requests_total').accepted).toBeGreaterThan(0)
    expect(value('worker_up')).toBeDefined()
  }
})
