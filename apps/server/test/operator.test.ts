import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, cookieFrom, query } from './kit/calls.ts'
import { openPostOffice, type PostOffice, tokenIn } from './kit/post-office.ts'
import { rest } from './kit/rest.ts'
import { runCommand, type ServerProcess } from './kit/server-process.ts'
import { newPassword, oldPassword, openTestbed, type Testbed } from './kit/testbed.ts'

let testbed: Testbed
let office: PostOffice
let refusal: number | undefined
let server: ServerProcess

beforeAll(async () => {
  office = await openPostOffice({ refuses: () => refusal })
  testbed = await openTestbed({ SMTP_URL: office.url })
  server = await testbed.start()
})
afterAll(async () => {
  await testbed.close()
  await office.close()
})

/** What the operator sees, which never holds a secret. */
async function latchkey(...args: string[]) {
  const run = await runCommand(args, { ...testbed.environment, LOG_LEVEL: 'silent' })
  const said = run.output + run.errors
  // Not every mail has both.
  for (const { link, code } of office.delivered) {
    if (link !== '') expect(said).not.toContain(tokenIn(link))
    if (code !== '') expect(said).not.toMatch(new RegExp(`\\b${code}\\b`))
  }
  return run
}

async function asJson(...args: string[]) {
  const { code, output, errors } = await latchkey(...args, '--json')
  expect([code, errors]).toEqual([0, ''])
  return JSON.parse(output)
}

async function ask(email: string): Promise<string> {
  const asked = await call(server, 'recovery.request', { email })
  expect(asked.status).toBe(200)
  return asked.data.requestId ?? ''
}

/** The newest mail about a request once it is in one of these states. */
async function messageOf(requestId: string, ...states: string[]) {
  for (let tries = 0; tries < 400; tries++) {
    const [row] = await testbed.rows(
      `select id, state from message where request_id = '${requestId}' order by created_at desc`,
    )
    if (row && states.includes(String(row.state))) return String(row.id)
    await sleep(50)
  }
  throw new Error(`No mail for ${requestId} became ${states.join(' or ')}`)
}

test('nobody asked', async () => {
  const { code, output } = await latchkey('explain', 'nobody@example.test')
  expect(code).toBe(0)
  expect(output).toContain('No account has nobody@example.test.')
  expect(output).toContain('Nobody asked for it in the last 7 days.')
  expect(await asJson('explain', 'nobody@example.test')).toMatchObject({ requests: [] })
})

test('what cannot be explained is a sentence', async () => {
  const unknown = '01890000-0000-7000-8000-000000000000'
  for (const [asked, says] of [
    ['nobody', '"nobody" is not an email address.'],
    [unknown, `There is no request ${unknown}.`],
  ] as const) {
    const { code, errors } = await latchkey('explain', asked)
    expect(code).toBe(1)
    expect(errors).toContain(says)
  }
})

test('asked, mailed, tried, verified and changed: the whole story in order', async () => {
  await testbed.addAccount('Ada@example.test')
  const requestId = await ask('ada@example.test')
  const { code, link } = await office.mailTo('Ada@example.test')
  await messageOf(requestId, 'handed-over')
  const wrong = code === '000000' ? '000001' : '000000'
  await call(server, 'recovery.verifyCode', { requestId, code: wrong })

  const before = await latchkey('explain', ' ADA@example.test')
  expect(before.output).toContain('There is an account for ADA@example.test.')
  expect(before.output).toMatch(/UTC {2}Somebody asked, from .+\./)
  expect(before.output).toMatch(/UTC {2}The mail server took the mail. It answered: 250/)
  expect(before.output).toContain('Codes were tried once and were wrong.')
  expect(before.output).toContain('The link in its mail works until')
  expect(before.output).toContain('look in the spam folder')
  expect(before.output).toContain('The request is open until')

  await call(server, 'recovery.verifyCode', { requestId, code })
  const reset = await call(server, 'recovery.reset', { token: tokenIn(link), newPassword })
  expect(reset.status).toBe(200)
  await office.mailTo('Ada@example.test', { atLeast: 2 })
  const newest = await ask('ada@example.test')
  await messageOf(newest, 'handed-over')

  const { output } = await latchkey('explain', 'ada@example.test')
  const places = [
    `Request ${newest}`,
    `Request ${requestId}, for a…@example.test`,
    'Somebody asked',
    'The mail server took the mail',
    'The code was typed, and was right.',
    'The link was used.',
    'The password was changed.',
    'Notice of a changed password',
  ]
  let at = 0
  for (const place of places) {
    expect(output.slice(at)).toContain(place)
    at = output.indexOf(place, at)
  }
  const one = await asJson('explain', newest)
  expect(one).toMatchObject({
    account: { status: 'active', hasPassword: true },
    requests: [{ id: newest, open: true, messages: [{ state: 'handed-over', attempts: 1 }] }],
  })
  expect(JSON.stringify(one)).not.toMatch(/ada@/i)
})

test('no mail on purpose: each reason has its sentence', async () => {
  for (const name of ['limited', 'disabled']) {
    await testbed.addAccount(`${name}@example.test`)
  }
  await testbed.rows(`update account set status = 'disabled' where email like 'disabled@%'`)
  const limited = await testbed.start({ RATE_LIMITS: 'on' })
  await call(limited, 'recovery.request', { email: 'limited@example.test' })
  const { data } = await call(limited, 'recovery.request', { email: 'limited@example.test' })
  await limited.kill('SIGTERM')

  for (const [requestId, says] of [
    [data.requestId ?? '', 'this address had its mails for now'],
    [await ask('stranger@example.test'), 'no account had this address'],
    [await ask('disabled@example.test'), 'the account was disabled'],
  ] as const) {
    const id = await messageOf(requestId, 'suppressed')
    expect((await latchkey('explain', requestId)).output).toContain(says)
    expect((await latchkey('mail', 'show', id)).output).toContain(says)
    const retried = await latchkey('mail', 'retry', id)
    expect([retried.code, retried.output]).toEqual([1, ''])
    expect(retried.errors).toContain('It was not mailed on purpose')
  }
  const listed = await latchkey('mail', 'list', '--state', 'suppressed')
  expect(listed.output).toContain('s…@example.test  no-account')
  expect(listed.output).not.toContain('stranger@')
})

test('the mail server is busy: delayed, explained, and tried again at once', async () => {
  await testbed.addAccount('late@example.test')
  refusal = 451
  const requestId = await ask('late@example.test')
  const id = await messageOf(requestId, 'delayed')
  // Far beyond the patience of this test, so that only the command can bring the mail.
  const later = `update outbox_job set due_at = now() + interval '9 minutes' where id = '${id}' and leased_at is null returning id`
  for (let tries = 0; (await testbed.rows(later)).length === 0 && tries < 200; tries++)
    await sleep(25)

  const explained = await latchkey('explain', 'late@example.test')
  expect(explained.output).toMatch(/Delayed after attempt \d. The mail server said: .*451/)
  expect(explained.output).toMatch(/It is tried again at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\./)
  expect(explained.output).toContain(`latchkey mail retry ${id}`)
  const listed = await latchkey('mail', 'list', '--state', 'delayed', '--limit', '1')
  expect(listed.output).toMatch(new RegExp(`^${id}  .*  delayed  recovery  l…@example.test  `))
  expect(await asJson('mail', 'list', '--state', 'delayed')).toMatchObject([
    { id, to: 'l…@example.test', queue: { status: 'waiting' } },
  ])

  refusal = undefined
  const retried = await latchkey('mail', 'retry', id)
  expect([retried.code, retried.output]).toEqual([0, 'It is tried again now.\n'])
  const { link } = await office.mailTo('late@example.test')
  expect((await call(server, 'recovery.verifyToken', { token: tokenIn(link) })).status).toBe(200)
  await messageOf(requestId, 'handed-over')
  const again = await latchkey('mail', 'retry', id)
  expect([again.code, again.errors]).toEqual([1, expect.stringContaining('has taken it already')])
})

test('a mail that was given up goes out after all, unless its request is closed', async () => {
  await testbed.addAccount('dead@example.test')
  refusal = 550
  const requestId = await ask('dead@example.test')
  const id = await messageOf(requestId, 'dead')
  refusal = undefined

  const { output } = await latchkey('mail', 'show', id)
  expect(output).toContain('d…@example.test')
  expect(output).toMatch(/Given up: the mail server refused it for good. It said: .*550/)
  expect((await latchkey('explain', requestId)).output).toContain('refused it for good')

  const close = (sign: string) =>
    testbed.rows(
      `update recovery_request set closes_at = now() ${sign} interval '1 hour' where id = '${requestId}'`,
    )
  await close('-')
  const late = await latchkey('mail', 'retry', id, '--json')
  expect([late.code, JSON.parse(late.output)]).toEqual([
    1,
    { status: 'refused', reason: 'too-late' },
  ])
  expect(late.errors).toContain('its request is closed')

  await close('+')
  expect(await asJson('mail', 'retry', id)).toEqual({ status: 'queued' })
  await office.mailTo('dead@example.test')
  await messageOf(requestId, 'handed-over')
  const mails = office.delivered.filter((one) => one.recipients.includes('dead@example.test'))
  expect(mails).toHaveLength(1)
})

test('mail list and mail show refuse what they do not know', async () => {
  const state = await latchkey('mail', 'list', '--state', 'lost')
  expect([state.code, state.errors]).toEqual([1, expect.stringContaining('Allowed choices')])
  const limit = await latchkey('mail', 'list', '--limit', '0')
  expect([limit.code, limit.errors]).toEqual([1, expect.stringContaining('from 1 to 10000')])
  for (const verb of ['show', 'retry']) {
    const { code, errors } = await latchkey('mail', verb, 'x')
    expect([code, errors]).toEqual([1, expect.stringContaining('There is no such mail')])
  }
})

/** Somebody who is signed in and has a mail with a link and a code. */
async function signedInAndMailed(email: string) {
  await testbed.addAccount(email)
  const signedIn = await call(server, 'session.signIn', { email, password: oldPassword })
  expect(signedIn.status).toBe(200)
  const requestId = await ask(email)
  const { link, code } = await office.mailTo(email)
  await messageOf(requestId, 'handed-over')
  return { cookie: cookieFrom(signedIn), requestId, token: tokenIn(link), code }
}

type Held = Awaited<ReturnType<typeof signedInAndMailed>>

async function whatWorks({ cookie, requestId, token, code }: Held) {
  const session = await query(server, 'session.current', { cookie })
  const link = await call(server, 'recovery.verifyToken', { token })
  const typed = await call(server, 'recovery.verifyCode', { requestId, code })
  return [session.status, link.code ?? 'good', typed.code ?? 'good']
}

const nothing = [401, 'INVALID_OR_EXPIRED', 'INVALID_OR_EXPIRED']
const all = [200, 'good', 'good']

test('revoke for one account: nothing of before works, and others notice nothing', async () => {
  const grace = await signedInAndMailed('grace@example.test')
  const other = await signedInAndMailed('other@example.test')
  const revoked = await latchkey('revoke', 'Grace@example.test')
  expect([revoked.code, revoked.output]).toEqual([
    0,
    'Revoked for 1 account: 2 secrets voided, 1 session ended. Passwords stay.\n',
  ])
  expect(await whatWorks(grace)).toEqual(nothing)
  expect(await whatWorks(other)).toEqual(all)
  expect((await latchkey('explain', 'grace@example.test')).output).toMatch(
    /An operator made everything of before useless[\s\S]*A link was voided before it was used/,
  )
})

test('revoke --all: after a restored backup nothing of before works', async () => {
  const joan = await signedInAndMailed('joan@example.test')
  const jean = await signedInAndMailed('jean@example.test')
  const unsure = await latchkey('revoke', '--all')
  expect([unsure.code, unsure.errors]).toEqual([1, expect.stringContaining('say --yes')])
  expect(await asJson('mail', 'list', '--limit', '1')).toHaveLength(1)

  const revoked = await asJson('revoke', '--all', '--yes')
  expect(revoked.accounts).toBeGreaterThanOrEqual(2)
  expect(revoked.secrets).toBeGreaterThanOrEqual(4)
  expect(revoked.sessions).toBeGreaterThanOrEqual(2)
  for (const held of [joan, jean]) expect(await whatWorks(held)).toEqual(nothing)
  const audited = await testbed.rows(`select outcome from audit_event where kind = 'revoked'`)
  expect(audited).toContainEqual({ outcome: 'everything' })

  const email = 'joan@example.test'
  const signedIn = await call(server, 'session.signIn', { email, password: oldPassword })
  expect(signedIn.status).toBe(200)
  await ask(email)
  const { link } = await office.mailTo(email, { atLeast: 2 })
  expect((await call(server, 'recovery.verifyToken', { token: tokenIn(link) })).status).toBe(200)
})

test('revoke wants one address, or all', async () => {
  for (const args of [[], ['ada@example.test', '--all', '--yes']]) {
    const { code, errors } = await latchkey('revoke', ...args)
    expect([code, errors]).toEqual([1, 'Name one address, or say --all for every account.\n'])
  }
  const { code, errors } = await latchkey('revoke', 'nobody@example.test')
  expect([code, errors]).toEqual([1, 'No account has the address nobody@example.test.\n'])
})

test('the server secret is rotated: codes of before work while the old one is listed', async () => {
  const [oldSecret, newSecret] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')]
  const rotated = await openTestbed({ LATCHKEY_SECRET: oldSecret })
  try {
    await rotated.addAccount('ada@example.test')
    await rotated.addAccount('bob@example.test')
    const asked = async (on: ServerProcess, mails: number, email = 'ada@example.test') => {
      const { data } = await call(on, 'recovery.request', { email })
      const mail = await rotated.postOffice.mailTo(email, { atLeast: mails })
      const typed = { requestId: data.requestId, code: mail.code }
      return { typed, token: tokenIn(mail.link) }
    }
    const before = await rotated.start()
    const first = await asked(before, 1)
    const second = await asked(before, 2)
    const bobs = await asked(before, 1, 'bob@example.test')
    await before.kill('SIGTERM')

    const both = await rotated.start({ LATCHKEY_SECRET: `${newSecret}, ${oldSecret}` })
    const verified = await call(both, 'recovery.verifyCode', first.typed)
    expect([verified.code, verified.data.login]).toEqual([undefined, 'ada@example.test'])
    const confirm = (on: ServerProcess, { typed }: { typed: { code: string } }) =>
      rest(on, 'POST', '/api/auth/password-reset/confirm', {
        email: 'bob@example.test',
        code: typed.code,
        newPassword,
        confirmPassword: newPassword,
      })
    expect((await confirm(both, bobs)).status).toBe(200)
    const third = await asked(both, 3)
    await both.kill('SIGTERM')

    const after = await rotated.start({ LATCHKEY_SECRET: newSecret })
    expect((await call(after, 'recovery.verifyCode', second.typed)).code).toBe('INVALID_OR_EXPIRED')
    const looked = await call(after, 'recovery.verifyToken', { token: second.token })
    expect(looked.status).toBe(200)
    expect((await call(after, 'recovery.verifyCode', third.typed)).status).toBe(200)
  } finally {
    await rotated.close()
  }
})
