import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, cookieFrom, query } from './kit/calls.ts'
import { tokenIn } from './kit/post-office.ts'
import type { ServerProcess } from './kit/server-process.ts'
import { newPassword, oldPassword, openTestbed, type Testbed } from './kit/testbed.ts'

let testbed: Testbed
let one: ServerProcess
let other: ServerProcess

beforeAll(async () => {
  testbed = await openTestbed({
    NO_ACCOUNT_MAIL: 'on',
    SIGN_IN_URL: 'https://app.example.com/login',
  })
  one = await testbed.start()
  other = await testbed.start({ WORKER: 'off' })
})
afterAll(() => testbed.close())

const request = (email: string) => call(one, 'recovery.request', { email })
const signIn = (email: string, password: string) => call(one, 'session.signIn', { email, password })

test('another person changes the password; the owner reports it, resets it, and the operator sees it', async () => {
  const email = 'ada@example.com'
  await testbed.addAccount(email)
  await request(email)
  const { link } = await testbed.postOffice.emailTo(email)
  const theirs = 'a password of another person'
  await call(one, 'recovery.reset', { token: tokenIn(link), newPassword: theirs })
  const thief = cookieFrom(await signIn(email, theirs))

  const notice = await testbed.postOffice.emailTo(email, { atLeast: 2 })
  expect(notice.mail.subject).toBe('Latchkey: your password was changed')
  expect(notice.link).toMatch(/^http:\/\/localhost:3000\/not-me#token=[\w-]{43}$/)
  const token = tokenIn(notice.link)
  for (const server of [one, other, one]) {
    const looked = await call(server, 'recovery.verifyNotMe', { token })
    expect(looked).toMatchObject({ status: 200, data: { login: email } })
  }
  // What says "not me" chooses no password.
  const misused = await call(one, 'recovery.reset', { token, newPassword })
  expect(misused.status).toBe(400)

  const presses = await Promise.all(
    [one, other, one, other].map((server) => call(server, 'recovery.notMe', { token })),
  )
  expect(presses.map(({ status }) => status).toSorted()).toEqual([200, 400, 400, 400])
  const secured = presses.find(({ status }) => status === 200)
  expect(secured?.data).toMatchObject({ status: 'secured', login: email, resendAfterSeconds: 60 })
  expect((await query(one, 'session.current', { cookie: thief })).status).toBe(401)
  for (const password of [oldPassword, theirs]) {
    expect((await signIn(email, password)).status).toBe(401)
  }

  const way = await testbed.postOffice.emailTo(email, { atLeast: 3 })
  expect(way.link).toContain('/reset-password#token=')
  const code = { requestId: secured?.data.requestId, code: way.code }
  const { data } = await call(other, 'recovery.verifyCode', code)
  expect((await call(one, 'recovery.reset', { token: data.ticket, newPassword })).status).toBe(200)
  expect((await signIn(email, newPassword)).status).toBe(200)

  await expect.poll(() => one.output() + other.output()).toContain('recovery.not-me-reported')
  expect(one.output() + other.output()).not.toContain(token)
  const audit = "select outcome from audit_event where kind = 'not-me'"
  expect(await testbed.rows(audit)).toEqual([{ outcome: 'reported' }])
})

test('an account without a password and an address without an account each get their own email', async () => {
  await testbed.rows(
    `insert into account (id, email, email_canonical) values
      (gen_random_uuid(), 'grace@example.com', 'grace@example.com') returning 1`,
  )
  await request('grace@example.com')
  const how = await testbed.postOffice.emailTo('grace@example.com')
  expect(how.mail.subject).toMatch(/^Latchkey: how you sign in/)
  expect(how.mail.text).toContain('https://app.example.com/login')
  expect([how.link, how.code]).toEqual(['', ''])

  await request('nobody@example.com')
  const none = await testbed.postOffice.emailTo('nobody@example.com')
  expect(none.mail.subject).toMatch(/^Latchkey: no account with this address/)
  expect([none.link, none.code]).toEqual(['', ''])
})
