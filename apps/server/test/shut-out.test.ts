import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { call } from './kit/calls.ts'
import { tokenIn } from './kit/post-office.ts'
import { rest } from './kit/rest.ts'
import type { ServerProcess } from './kit/server-process.ts'
import { newPassword, openTestbed, type Testbed } from './kit/testbed.ts'

/* Strangers who try to keep an owner from recovering, with every limit at its default. */

let testbed: Testbed
let server: ServerProcess

beforeAll(async () => {
  testbed = await openTestbed({ RATE_LIMITS: 'on', TRUST_PROXY: '127.0.0.0/8' })
  server = await testbed.start()
})
beforeEach(() => testbed.rows('truncate limiter_bucket, limiter_slice, limiter_streak'))
afterAll(() => testbed.close())

const home = '192.0.2.10'
const from = (address: string) => ({ 'x-forwarded-for': address })
const request = (email: string, client: string, to = server) =>
  call(to, 'recovery.request', { email }, from(client))
const confirm = (email: string, code: string, client: string) =>
  rest(
    server,
    'POST',
    '/api/auth/password-reset/confirm',
    { email, code, newPassword, confirmPassword: newPassword },
    from(client),
  )
/** Those with a code: the notice of a change is none of them. */
const emailsTo = (email: string) =>
  testbed.postOffice.delivered.filter(
    ({ recipients, code }) => recipients.includes(email) && code !== '',
  )

/** Accounts that have a password nobody knows: their owners forgot it. */
async function addAccounts(...emails: string[]): Promise<void> {
  for (const email of emails) {
    await testbed.rows(
      `insert into account (id, email, email_canonical, password_hash) values ($1, $2, $2, 'forgotten')`,
      [randomUUID(), email],
    )
  }
}

/** Every queued email has left, or never will. */
const settled = () => expect.poll(() => testbed.rows('select from outbox_job')).toEqual([])

/** Everything that is stored becomes so much older. */
async function passHours(hours: number): Promise<void> {
  const by = `interval '${hours} hours'`
  await testbed.rows(`update limiter_bucket set expires_at = expires_at - ${by},
    hits = array(select hit - ${by} from unnest(hits) as hit order by hit)`)
  await testbed.rows('truncate limiter_slice')
  await testbed.rows(
    `update secret set created_at = created_at - ${by}, expires_at = expires_at - ${by}`,
  )
  await testbed.rows(`update recovery_request set created_at = created_at - ${by},
    closes_at = closes_at - ${by}, emailed_at = emailed_at - ${by}`)
  await testbed.rows(
    `update message set created_at = created_at - ${by}, updated_at = updated_at - ${by}`,
  )
  await testbed.rows(
    `update account set created_at = created_at - ${by}, password_changed_at = password_changed_at - ${by}`,
  )
}

describe('an owner whose address strangers request without end', () => {
  const [owner, nobody] = ['owner@example.test', 'nobody@example.test']
  let strangers = 0

  /** Every two hours three networks request, resend and guess, for both addresses alike. */
  async function hostile(hours: number): Promise<void> {
    for (let hour = 0; hour < hours; hour += 2) {
      for (let n = 0; n < 3; n += 1) {
        strangers += 1
        const client = `198.18.${strangers >> 8}.${strangers % 256}`
        for (const email of [owner, nobody]) {
          const asked = await request(email, client)
          expect(asked.status).toBe(200)
          await call(server, 'recovery.resend', { requestId: asked.data.requestId }, from(client))
          await confirm(email, '000000', client)
        }
      }
      await settled()
      await passHours(2)
    }
  }

  /** The owner requests, opens the newest email in the mailbox, and chooses a password. */
  async function recover(password: string) {
    const asked = await request(owner, home)
    await settled()
    const token = tokenIn(emailsTo(owner).at(-1)?.link ?? '')
    const looked = await call(server, 'recovery.verifyToken', { token }, from(home))
    const changed = await call(
      server,
      'recovery.reset',
      { token, newPassword: password },
      from(home),
    )
    const signedIn = await call(server, 'session.signIn', { email: owner, password }, from(home))
    return { asked, statuses: [looked.status, changed.status, signedIn.status] }
  }

  test('recovers at once, again after that, and nothing tells who has an account', async () => {
    await addAccounts(owner)
    await hostile(3 * 24 + 22)
    const emails = emailsTo(owner).length
    expect(emails).toBe(40)
    const first = await recover(newPassword)
    expect(first.statuses).toEqual([200, 200, 200])
    // By the link of an email that was four hours old.
    expect(emailsTo(owner)).toHaveLength(emails)

    // The link is used, and the emails of the day are too: the next one is sent all the same.
    const second = await recover('yet another new password')
    expect(second.statuses).toEqual([200, 200, 200])
    expect(emailsTo(owner)).toHaveLength(emails + 1)
    await hostile(22)
    expect((await recover('the third new password today')).statuses).toEqual([200, 200, 200])

    const [known, unknown] = [
      await request(owner, '192.0.2.20'),
      await request(nobody, '192.0.2.21'),
    ]
    const shapeOf = ({ status, data }: typeof known) => [
      status,
      Object.keys(data),
      data.resendAfterSeconds,
    ]
    expect(shapeOf(known)).toEqual(shapeOf(unknown))
    expect(emailsTo(nobody)).toEqual([])
  }, 900_000)

  test('gets emails of her own beside a stranger in one network', async () => {
    const email = 'one@example.test'
    await addAccounts(email)
    for (let n = 0; n < 12; n += 1) {
      await request(email, '198.51.100.66')
      await settled()
      await passHours(1)
    }
    expect(emailsTo(email)).toHaveLength(5)
    await request(email, home)
    await settled()
    expect(emailsTo(email)).toHaveLength(6)
  })

  test('types her code with her address, however many requests of strangers came after hers', async () => {
    const email = 'typed@example.test'
    await addAccounts(email)
    await request(email, home)
    await settled()
    const { code } = await testbed.postOffice.emailTo(email)
    for (let n = 0; n < 6; n += 1) {
      expect((await request(email, `198.51.100.${n}`)).status).toBe(200)
    }
    expect((await confirm(email, code, home)).status).toBe(200)
  })
})

describe('the global limits, used up from a few networks', () => {
  // By the hour, as that of guesses is: the minute of the default would pass while a busy machine uses it up.
  let hourly: ServerProcess
  beforeAll(async () => {
    hourly = await testbed.start({ LIMIT_REQUESTS_IN_ALL: '300/1h' })
  })

  test('still let in a request of a network that sent none', async () => {
    const email = 'calm@example.test'
    await addAccounts(email)
    const statuses = []
    for (let n = 0; n < 420; n += 1) {
      // Seven /48, each of many /64.
      const client = `2001:db8:${1 + (n % 7)}00:${(n % 90).toString(16)}::1`
      statuses.push((await request(`n${n}@example.test`, client, hourly)).status)
    }
    expect(statuses.filter((status) => status === 200).length).toBeLessThan(200)
    expect(statuses.at(-1)).toBe(429)
    expect((await request(email, home, hourly)).status).toBe(200)
    expect((await testbed.postOffice.emailTo(email)).code).toMatch(/^\d{6}$/)
  })

  test('still take a code of a network that tried none', async () => {
    const email = 'code@example.test'
    await addAccounts(email)
    await request(email, home)
    const { code } = await testbed.postOffice.emailTo(email)
    const statuses = []
    for (let n = 0; n < 240; n += 1) {
      const answer = await confirm(`g${n}@example.test`, '000000', `198.51.100.${n % 24}`)
      statuses.push(answer.status)
    }
    expect(statuses.at(-1)).toBe(429)
    expect((await confirm(email, code, home)).status).toBe(200)
  })
})

test('thirty people behind one address recover one after the other, and each fifth mistypes', async () => {
  const office = from('203.0.113.80')
  const people = Array.from({ length: 30 }, (_, n) => `person${n}@example.test`)
  await addAccounts(...people)
  for (const [n, email] of people.entries()) {
    const asked = await call(server, 'recovery.request', { email }, office)
    expect(asked.status, email).toBe(200)
    const { code } = await testbed.postOffice.emailTo(email)
    const { requestId } = asked.data
    if (n % 5 === 0) {
      const wrong = code === '000000' ? '000001' : '000000'
      await call(server, 'recovery.verifyCode', { requestId, code: wrong }, office)
    }
    const verified = await call(server, 'recovery.verifyCode', { requestId, code }, office)
    expect(verified.status, email).toBe(200)
    const choice = { token: verified.data.ticket, newPassword }
    expect((await call(server, 'recovery.reset', choice, office)).status, email).toBe(200)
    const signIn = { email, password: newPassword }
    expect((await call(server, 'session.signIn', signIn, office)).status, email).toBe(200)
  }
})
