import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call } from './kit/calls.ts'
import { tokenIn } from './kit/post-office.ts'
import type { ServerProcess } from './kit/server-process.ts'
import { newPassword, oldPassword, openTestbed, type Testbed } from './kit/testbed.ts'

let testbed: Testbed
let servers: [ServerProcess, ServerProcess]

// Each test has its own client address, set by a proxy on loopback that both servers trust.
beforeAll(async () => {
  testbed = await openTestbed({
    RATE_LIMITS: 'on',
    TRUST_PROXY: '127.0.0.0/8',
    // Hours, which do not pass while a busy machine works on a test.
    LIMIT_REQUESTS_PER_CLIENT: '5/1h',
    LIMIT_MAILS_PER_ADDRESS: '1/1h,10/1d',
    LIMIT_EXEMPT_NETWORKS: '192.0.2.128/25,127.0.0.0/8,2001:db8:40::/48',
  })
  servers = await Promise.all([testbed.start(), testbed.start()])
})
afterAll(() => testbed.close())

const from = (address: string) => ({ 'x-forwarded-for': address })

test('five requests an hour from one client, counted over both servers; then 429 with Retry-After', async () => {
  const statuses = []
  for (let i = 0; i < 8; i++) {
    const server = servers[i % 2] ?? servers[0]
    // What the client itself claims stands left of what the proxy saw, and is not believed.
    const headers = from(`203.0.113.${i}, 198.51.100.7`)
    const answer = await call(
      server,
      'recovery.request',
      { email: `nobody${i}@example.test` },
      headers,
    )
    statuses.push(answer.status)
    if (answer.status === 429) {
      expect(answer.code).toBe('RATE_LIMITED')
      expect(answer.details.retryAfterSeconds).toBe(Number(answer.headers.get('retry-after')))
    }
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429, 429])
  const other = await call(
    servers[0],
    'recovery.request',
    { email: 'a@example.test' },
    from('198.51.100.8'),
  )
  expect(other.status).toBe(200)
})

test('many clients send requests for one address at once: the same answer for all, and one email', async () => {
  await testbed.addAccount('ada@example.test')
  const requests = Array.from({ length: 50 }, (_, i) =>
    call(
      servers[i % 2] ?? servers[0],
      'recovery.request',
      { email: 'ada@example.test' },
      from(`192.0.2.${i}`),
    ),
  )
  const answers = await Promise.all(requests)
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]))
  await expect.poll(() => testbed.rows('select from outbox_job')).toEqual([])
  const emails = testbed.postOffice.delivered.filter((mail) =>
    mail.recipients.includes('ada@example.test'),
  )
  expect(emails).toHaveLength(1)
})

test('twenty wrong codes disable the codes of an address for the day, whose next email has only a link', async () => {
  await testbed.addAccount('bob@example.test')
  const email = 'bob@example.test'
  const wrong = async (requestId: string | undefined, client: string) =>
    (await call(servers[0], 'recovery.verifyCode', { requestId, code: '000000' }, from(client)))
      .code
  for (let request = 0; request < 4; request++) {
    const { data } = await call(
      servers[0],
      'recovery.request',
      { email },
      from(`10.1.${request}.1`),
    )
    for (let guess = 0; guess < 5; guess++) {
      expect(await wrong(data.requestId, `10.1.${request}.1`)).toBe('INVALID_OR_EXPIRED')
    }
  }
  await testbed.postOffice.emailTo(email)
  await testbed.rows(`update limiter_bucket set hits = '{}' where limit_name = 'mail-by-address'`)
  const { data } = await call(servers[1], 'recovery.request', { email }, from('10.1.9.1'))
  const mail = await testbed.postOffice.emailTo(email, { atLeast: 2 })
  expect(mail.code).toBe('')
  const guess = { requestId: data.requestId, code: '123456' }
  const closed = await call(servers[1], 'recovery.verifyCode', guess, from('10.1.9.2'))
  expect(closed.code).toBe('TOO_MANY_ATTEMPTS')
  const token = mail.link.split('token=')[1]
  const link = await call(servers[1], 'recovery.verifyToken', { token }, from('10.1.9.2'))
  expect(link.status).toBe(200)
})

test('ten wrong passwords make one client wait, and no other', async () => {
  await testbed.addAccount('cem@example.test')
  const signIn = (password: string, client: string) =>
    call(servers[0], 'session.signIn', { email: 'cem@example.test', password }, from(client))
  for (let i = 0; i < 10; i++)
    expect((await signIn('wrong', '10.2.0.1')).code).toBe('SIGN_IN_FAILED')
  // As if there had been more of them, so that the wait outlasts the next call.
  await testbed.rows(`update limiter_bucket set hits = array_fill(clock_timestamp(), array[16])
    where limit_name = 'sign-in-by-address-and-client'`)
  const waiting = await signIn('wrong', '10.2.0.1')
  expect([waiting.status, waiting.code]).toEqual([429, 'RATE_LIMITED'])
  expect(waiting.details.retryAfterSeconds).toBeLessThanOrEqual(60)
  expect((await signIn(oldPassword, '10.2.0.2')).status).toBe(200)
})

test('a hundred wrong passwords in a row: unknown clients must reset, and a link works', async () => {
  const email = 'deniz@example.test'
  await testbed.addAccount(email)
  const signIn = (password: string, client: string, to = email) =>
    call(servers[0], 'session.signIn', { email: to, password }, from(client))
  for (const to of [email, 'nobody@example.test']) {
    await signIn('wrong', '10.3.0.1', to)
    await testbed.rows(
      `update limiter_streak set failures = 100, since_success = 100
       where limit_name = 'sign-in-in-a-row'`,
    )
    const refused = await signIn(oldPassword, '10.3.0.2', to)
    expect([refused.status, refused.code]).toEqual([400, 'TOO_MANY_ATTEMPTS'])
  }
  await call(servers[0], 'recovery.request', { email }, from('10.3.0.3'))
  const mail = await testbed.postOffice.emailTo(email)
  const reset = { token: tokenIn(mail.link), newPassword }
  expect((await call(servers[1], 'recovery.reset', reset, from('10.3.0.3'))).status).toBe(200)
  expect((await signIn(newPassword, '10.3.0.2')).status).toBe(200)
  const stranger = await signIn('wrong', '10.3.0.4')
  expect([stranger.status, stranger.code]).toEqual([400, 'TOO_MANY_ATTEMPTS'])
})

test('the global limit of requests is counted over all servers, and its refusals are alike', async () => {
  const few = { LIMIT_REQUESTS_IN_ALL: '6/20m', LIMIT_REQUESTS_PER_CLIENT: '2/20m' }
  const both = await Promise.all([testbed.start(few), testbed.start(few)])
  const request = (n: number, client: string, email = `n${n}@example.test`) =>
    call(both[n % 2] ?? both[0], 'recovery.request', { email }, from(client))
  const statuses = []
  for (let n = 0; n < 3; n++) statuses.push((await request(n, '10.4.0.1')).status)
  expect(statuses).toEqual([200, 200, 429])
  for (let n = 0; n < 4; n++) expect((await request(n, `10.4.1.${n}`)).status).toBe(200)

  const known = await request(0, '10.4.2.1', 'ada@example.test')
  const unknown = await request(1, '10.4.2.2', 'nobody@example.test')
  for (const refused of [known, unknown]) {
    expect([refused.status, refused.code]).toEqual([429, 'RATE_LIMITED'])
    expect(refused.details.retryAfterSeconds).toBeGreaterThan(0)
  }
  await Promise.all(both.map((server) => server.kill('SIGTERM')))
})

describe('what a proxy writes for one client is one client', () => {
  const fill = async (addresses: readonly string[]) => {
    const statuses = []
    for (const [n, address] of addresses.entries()) {
      const email = `n${n}@example.test`
      statuses.push((await call(servers[0], 'recovery.request', { email }, from(address))).status)
    }
    return statuses
  }

  test.each([
    ['its ports', (n: number) => `203.0.113.77:${40_000 + n}`],
    ['ports and brackets', (n: number) => `[2001:db8:77::${n}]:${40_000 + n}`],
    [
      'a port, behind a second proxy with a port',
      (n: number) => `203.0.113.78:${n}, 127.0.0.9:${n}`,
    ],
    ['IPv4 inside IPv6', (n: number) => (n % 2 ? '::ffff:203.0.113.79' : '203.0.113.79')],
  ])('with %s', async (_, addressOf) => {
    const statuses = await fill([0, 1, 2, 3, 4, 5].map(addressOf))
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
  })

  test('what is no address counts as the proxy, and is logged once', async () => {
    const garbage = ['g1', 'g2', 'unknown', '[g3]:443', '198.51.100.9:port', '12345']
    expect(await fill(garbage)).toEqual([200, 200, 200, 200, 200, 429])
    const logged = () => servers[0].output().split('http.client-address-unreadable').length - 1
    await expect.poll(logged).toBe(1)
    expect(servers[0].output()).not.toContain('g1')
  })

  test.each(['192.0.2.200', '2001:db8:40::7', '[::ffff:192.0.2.201]:40001'])(
    'an office that is exempt has no limit of its own: %s',
    async (office) => {
      const six = [1, 2, 3, 4, 5, 6]
      expect(await fill(six.map(() => office))).toEqual(six.map(() => 200))
    },
  )

  test('a network beside an exempt one is counted', async () => {
    const beside = [1, 2, 3, 4, 5, 6].map(() => '192.0.2.127')
    expect((await fill(beside)).at(-1)).toBe(429)
  })

  test('a browser at home is known again, whatever port it comes from', async () => {
    await testbed.addAccount('home@example.test')
    const signIn = (password: string, port: number) =>
      call(
        servers[0],
        'session.signIn',
        { email: 'home@example.test', password },
        from(`203.0.113.80:${port}`),
      )
    const known = async () => (await testbed.rows('select from known_client')).length
    const before = await known()
    for (const port of [40_001, 40_002]) expect((await signIn(oldPassword, port)).status).toBe(200)
    expect((await known()) - before).toBe(1)
  })
})
