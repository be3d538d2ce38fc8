import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, cookieFrom, query } from './kit/calls.ts'
import { tokenIn } from './kit/post-office.ts'
import type { ServerProcess } from './kit/server-process.ts'
import { newPassword, oldPassword, openTestbed, type Testbed } from './kit/testbed.ts'

let testbed: Testbed
let one: ServerProcess
let two: ServerProcess

beforeAll(async () => {
  testbed = await openTestbed()
  ;[one, two] = await Promise.all([testbed.start(), testbed.start()])
})
afterAll(() => testbed.close())

test('request, link, new password, sign-in: across two processes that share one database', async () => {
  await testbed.addAccount('Ada@Example.test')
  const before = await call(one, 'session.signIn', {
    email: 'ada@example.test',
    password: oldPassword,
  })
  expect(before.status).toBe(200)

  const requested = await call(one, 'recovery.request', { email: ' ADA@example.TEST ' })
  expect(requested.status).toBe(200)
  expect(Object.keys(requested.data).sort()).toEqual([
    'codeExpiresAt',
    'requestId',
    'resendAfterSeconds',
  ])

  const mail = await testbed.postOffice.emailTo('Ada@example.test')
  const token = tokenIn(mail.link)
  for (const server of [one, two]) {
    const checked = await call(server, 'recovery.verifyToken', { token })
    expect(checked.data).toMatchObject({ login: 'Ada@Example.test' })
  }

  const changed = await call(two, 'recovery.reset', {
    token,
    newPassword,
    confirmPassword: newPassword,
  })
  expect(changed.data).toEqual({ status: 'changed' })
  expect(changed.headers.getSetCookie()).toEqual([])

  const email = 'ada@example.test'
  expect((await call(one, 'session.signIn', { email, password: oldPassword })).code).toBe(
    'SIGN_IN_FAILED',
  )
  expect((await query(two, 'session.current', { cookie: cookieFrom(before) })).status).toBe(401)

  const signedIn = await call(one, 'session.signIn', { email, password: newPassword })
  const cookie = cookieFrom(signedIn)
  expect(signedIn.headers.getSetCookie()[0]).toMatch(
    /^latchkey=[\w-]{43}; .*HttpOnly; SameSite=Lax/,
  )
  expect((await query(two, 'session.current', { cookie })).data).toMatchObject({
    login: 'Ada@Example.test',
  })

  expect((await call(two, 'session.signOut', {}, { cookie })).status).toBe(200)
  expect((await query(one, 'session.current', { cookie })).code).toBe('SIGN_IN_FAILED')

  const notice = await testbed.postOffice.emailTo('Ada@example.test', { atLeast: 2 })
  expect(notice.mail.subject).toBe('Latchkey: your password was changed')
  expect(`${notice.mail.text}${notice.mail.html}`).not.toContain(token)
})

test('request, code, ticket, new password: the link of the same email is void afterwards', async () => {
  await testbed.addAccount('bob@example.test')
  const { data } = await call(one, 'recovery.request', { email: 'bob@example.test' })
  const mail = await testbed.postOffice.emailTo('bob@example.test')

  const spaced = `${mail.code.slice(0, 3)} ${mail.code.slice(3)}`
  const verified = await call(two, 'recovery.verifyCode', {
    requestId: data.requestId,
    code: spaced,
  })
  expect(verified.data).toMatchObject({
    login: 'bob@example.test',
    ticket: expect.stringMatching(/^[\w-]{43}$/),
  })

  const again = await call(one, 'recovery.verifyCode', {
    requestId: data.requestId,
    code: mail.code,
  })
  expect(again.code).toBe('INVALID_OR_EXPIRED')

  const weak = await call(one, 'recovery.reset', {
    token: verified.data.ticket,
    newPassword: 'bob',
  })
  expect(weak.code).toBe('PASSWORD_REJECTED')
  expect(weak.details.reasons).toContain('PASSWORD_TOO_SHORT')

  const changed = await call(one, 'recovery.reset', { token: verified.data.ticket, newPassword })
  expect(changed.data).toEqual({ status: 'changed' })
  const link = await call(two, 'recovery.verifyToken', { token: tokenIn(mail.link) })
  expect(link.code).toBe('INVALID_OR_EXPIRED')
})

test('after a resend the emails differ, and each of them works', async () => {
  await testbed.addAccount('cem@example.test')
  const { data } = await call(one, 'recovery.request', { email: 'cem@example.test' })
  const first = await testbed.postOffice.emailTo('cem@example.test')
  const resent = await call(two, 'recovery.resend', { requestId: data.requestId })
  expect(resent.data.requestId).toBe(data.requestId)
  const second = await testbed.postOffice.emailTo('cem@example.test', { atLeast: 2 })

  expect(second.link).not.toBe(first.link)
  for (const mail of [first, second]) {
    const checked = await call(one, 'recovery.verifyToken', { token: tokenIn(mail.link) })
    expect(checked.status).toBe(200)
  }
  const code = await call(one, 'recovery.verifyCode', {
    requestId: data.requestId,
    code: first.code,
  })
  expect(code.status).toBe(200)
})

test('answers for known and unknown addresses are the same', async () => {
  await testbed.addAccount('dora@example.test')
  const shape = async (email: string) => {
    const requested = await call(one, 'recovery.request', { email })
    const headers = [...requested.headers].filter(([name]) => name !== 'date')
    const guesses = []
    for (let tries = 0; tries < 7; tries++) {
      const guess = { requestId: requested.data.requestId, code: '000000' }
      const { status, body } = await call(one, 'recovery.verifyCode', guess)
      guesses.push({ status, body })
    }
    const body = requested.body
      .replace(requested.data.requestId ?? '', 'id')
      .replace(/\d{4}-[^"]*Z/, 'at')
    return { status: requested.status, headers, body, guesses }
  }
  const known = await shape('dora@example.test')
  expect(await shape('nobody@example.test')).toEqual(known)
  expect(
    known.guesses.map((g) => /INVALID_OR_EXPIRED|TOO_MANY_ATTEMPTS/.exec(g.body)?.[0]),
  ).toEqual([...Array(5).fill('INVALID_OR_EXPIRED'), ...Array(2).fill('TOO_MANY_ATTEMPTS')])
})

test('afterwards, no table and no log line contains a usable secret', async () => {
  const tables = await testbed.rows<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'latchkey'`,
  )
  expect(tables.length).toBeGreaterThan(7)
  let dump = ''
  for (const { name } of tables)
    dump += JSON.stringify(await testbed.rows(`select t::text from ${name} t`))
  const logs = one.output() + two.output()
  for (const { link, code, mail } of testbed.postOffice.delivered.filter(
    (mail) => mail.code !== '',
  )) {
    const token = tokenIn(link)
    expect(mail.html).toContain(token)
    const hex = Buffer.from(token, 'base64url').toString('hex')
    for (const secret of [token, hex]) {
      expect(dump).not.toContain(secret)
      expect(logs).not.toContain(secret)
    }
    expect(dump).not.toMatch(new RegExp(`(?<![0-9a-f.])${code}(?![0-9a-f])`))
    expect(logs).not.toContain(`"${code}"`)
  }
  expect(logs).toContain('"event":"recovery.password-changed"')
  expect(logs).not.toMatch(/(ada|bob|cem|dora)@example/i)
  for (const line of logs.split('\n').filter((text) => text.startsWith('{'))) JSON.parse(line)
})
