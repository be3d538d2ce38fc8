import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, cookieFrom, query } from './kit/calls.ts'
import { openPostOffice, type PostOffice, tokenIn } from './kit/post-office.ts'
import { rest } from './kit/rest.ts'
import { runCommand, type ServerProcess } from './kit/server-process.ts'
import { newPassword, oldPassword, openTestbed, type Testbed } from './kit/testbed.ts'
import { until } from './kit/until.ts'

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

/** The output of a command, which never contains a secret. */
async function latchkey(...args: string[]) {
  const run = await runCommand(args, { ...testbed.environment, LOG_LEVEL: 'silent' })
  const output = run.output + run.errors
  // Not every email has both.
  for (const { link, code } of office.delivered) {
    if (link !== '') expect(output).not.toContain(tokenIn(link))
    if (code !== '') expect(output).not.toMatch(new RegExp(`\\b${code}\\b`))
  }
  return run
}

async function asJson(...args: string[]) {
  const { code, output, errors } = await latchkey(...args, '--json')
  expect([code, errors]).toEqual([0, ''])
  return JSON.parse(output)
}

async function request(email: string): Promise<string> {
  const answer = await call(server, 'recovery.request', { email })
  expect(answer.status).toBe(200)
  return answer.data.requestId ?? ''
}

/** The newest email of a request, when it is in one of these states. */
async function messageOf(requestId: string, ...states: string[]) {
  const find = () =>
    testbed.rows(
      `select id, state from message where request_id = '${requestId}' order by created_at desc`,
    )
  return until(
    async () => {
      const [row] = await find()
      return row && states.includes(String(row.state)) ? String(row.id) : undefined
    },
    () => `No email for ${requestId} became ${states.join(' or ')}`,
  )
}

test('no request', async () => {
  const { code, output } = await latchkey('explain', 'nobody@example.test')
  expect(code).toBe(0)
  expect(output).toContain('No account has nobody@example.test.')
  expect(output).toContain('There was no request for it in the last 7 days.')
  expect(await asJson('explain', 'nobody@example.test')).toMatchObject({ requests: [] })
})

test('no account: the operator reads which spellings near it have one', async () => {
  await testbed.addAccount('near.spelling@gmail.com')
  const { output } = await latchkey('explain', 'nearspelling+x@googlemail.com')
  expect(output).toContain(
    'No account has nearspelling+x@googlemail.com.\nThere is an account for a spelling near it: near.spelling@gmail.com\n',
  )
  expect(await asJson('explain', 'near.speling@gmail.com')).toMatchObject({
    nearAccounts: ['near.spelling@gmail.com'],
  })
  expect(await asJson('explain', 'near.spelling@gmail.com')).toMatchObject({ nearAccounts: [] })
})

test('with --json, a failure is JSON too', async () => {
  for (const [args, says] of [
    [['explain', 'root@localhost'], 'the domain needs a dot'],
    [['user', 'add', 'x@example.test', '--locale', 'klingon'], 'Allowed choices are en, de'],
    [['revoke'], 'Name one address, or use --all'],
    [['user', 'list', '--unknown'], "unknown option '--unknown'"],
    [['mail', 'show', 'x'], 'There is no such email'],
  ] as const) {
    const { code, output, errors } = await latchkey(...args, '--json')
    expect([code, JSON.parse(output)]).toEqual([
      1,
      { status: 'failed', error: expect.stringContaining(says) },
    ])
    expect(errors).toContain(says)
  }
})

test('user add: languages are checked, and a refused password is explained in words', async () => {
  for (const locale of ['klingon', 'pt', 'de-AT', 'EN']) {
    const { code, errors } = await latchkey('user', 'add', 'x@example.test', '--locale', locale)
    expect([code, errors]).toEqual([1, expect.stringContaining('Allowed choices are en, de, fr')])
  }
  const args = ['user', 'add', 'x@example.test', '--password-stdin']
  for (const [password, says] of [
    ['password123', 'The password was refused: it is one of the most common passwords.\n'],
    [
      'short',
      'The password was refused: it has fewer than 8 characters; it is one of the most common passwords.\n',
    ],
  ] as const) {
    const { code, errors } = await runCommand(args, testbed.environment, password)
    expect([code, errors]).toEqual([1, says])
  }
})

test('a wrong address or id is one sentence', async () => {
  const unknown = '01890000-0000-7000-8000-000000000000'
  for (const [subject, says] of [
    ['nobody', '"nobody" is neither an email address nor the id of a request or an account.'],
    [unknown, `There is no request and no account ${unknown}.`],
  ] as const) {
    const { code, errors } = await latchkey('explain', subject)
    expect(code).toBe(1)
    expect(errors).toContain(says)
  }
})

test('requested, emailed, tried, verified and changed: the whole history in order', async () => {
  await testbed.addAccount('Ada@example.test')
  const requestId = await request('ada@example.test')
  const { code, link } = await office.emailTo('Ada@example.test')
  await messageOf(requestId, 'handed-over')
  const wrong = code === '000000' ? '000001' : '000000'
  await call(server, 'recovery.verifyCode', { requestId, code: wrong })

  const before = await latchkey('explain', ' ADA@example.test')
  expect(before.output).toContain('There is an account for ADA@example.test.')
  expect(before.output).toMatch(/UTC {2}Requested from .+\./)
  expect(before.output).toMatch(
    /UTC {2}The mail server accepted the email with the link and the code. It answered: 250/,
  )
  expect(before.output).toMatch(/UTC {2}A code was entered and refused/)
  expect(before.output).not.toContain('The correct code was entered.')
  expect(before.output).toContain('Wrong codes were entered once.')
  expect(before.output).toContain('The link in its email works until')
  expect(before.output).toContain('check the spam folder')
  expect(before.output).toContain('The request is open until')

  await call(server, 'recovery.verifyCode', { requestId, code })
  const reset = await call(server, 'recovery.reset', { token: tokenIn(link), newPassword })
  expect(reset.status).toBe(200)
  await office.emailTo('Ada@example.test', { atLeast: 2 })
  const newest = await request('ada@example.test')
  await messageOf(newest, 'handed-over')

  const { output } = await latchkey('explain', 'ada@example.test')
  const entries = [
    `Request ${newest}`,
    `Request ${requestId}, for a…@example.test`,
    'Requested from',
    'The mail server accepted the email',
    'The correct code was entered.',
    'The link was used.',
    'The password was changed.',
    'Notice of a changed password',
  ]
  let at = 0
  for (const entry of entries) {
    expect(output.slice(at)).toContain(entry)
    at = output.indexOf(entry, at)
  }
  const one = await asJson('explain', newest)
  expect(one).toMatchObject({
    account: { status: 'active', hasPassword: true },
    requests: [{ id: newest, open: true, messages: [{ state: 'handed-over', attempts: 1 }] }],
  })
  expect(JSON.stringify(one)).not.toMatch(/ada@/i)
})

test('an account without a password gets an email that says so', async () => {
  const email = 'sso@example.test'
  await testbed.rows(
    `insert into account (id, email, email_canonical, status)
     values (gen_random_uuid(), '${email}', '${email}', 'active')`,
  )
  const requestId = await request(email)
  await messageOf(requestId, 'handed-over')
  const { output } = await latchkey('explain', email)
  expect(output).toContain(`The account of ${email} has no password`)
  expect(output).toContain('it gets an email that says so, without a link or a code')
  expect(output).toContain('The mail server accepted the email that says how to sign in.')
})

test('not sent on purpose: each reason has its sentence', async () => {
  for (const name of ['limited', 'disabled']) {
    await testbed.addAccount(`${name}@example.test`)
  }
  await testbed.rows(`update account set status = 'disabled' where email like 'disabled@%'`)
  const limited = await testbed.start({ RATE_LIMITS: 'on' })
  await call(limited, 'recovery.request', { email: 'limited@example.test' })
  const { data } = await call(limited, 'recovery.request', { email: 'limited@example.test' })
  await limited.kill('SIGTERM')

  for (const [requestId, says] of [
    [data.requestId ?? '', 'this address had reached its limit of emails'],
    [await request('stranger@example.test'), 'no account had this address'],
    [await request('disabled@example.test'), 'the account was disabled'],
  ] as const) {
    const id = await messageOf(requestId, 'suppressed')
    expect((await latchkey('explain', requestId)).output).toContain(says)
    expect((await latchkey('mail', 'show', id)).output).toContain(says)
    const retried = await latchkey('mail', 'retry', id)
    expect([retried.code, retried.output]).toEqual([1, ''])
    expect(retried.errors).toContain('It was not sent on purpose')
  }
  const listed = await latchkey('mail', 'list', '--state', 'suppressed')
  expect(listed.output).toContain('s…@example.test  no-account')
  expect(listed.output).not.toContain('stranger@')
})

test('the mail server is busy: delayed, explained, and retried by the command', async () => {
  await testbed.addAccount('late@example.test')
  refusal = 451
  const requestId = await request('late@example.test')
  const id = await messageOf(requestId, 'delayed')
  // Longer than this test waits, so that only the command can send the email.
  const later = `update outbox_job set due_at = now() + interval '9 minutes' where id = '${id}' and leased_at is null returning id`
  await expect.poll(() => testbed.rows(later), { interval: 25 }).not.toEqual([])

  const explained = await latchkey('explain', 'late@example.test')
  expect(explained.output).toMatch(/Delayed after attempt \d. The mail server said: .*451/)
  expect(explained.output).toMatch(/Next attempt at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\./)
  expect(explained.output).toContain(`latchkey mail retry ${id}`)
  const listed = await latchkey('mail', 'list', '--state', 'delayed', '--limit', '1')
  expect(listed.output).toMatch(new RegExp(`^${id}  .*  delayed  recovery  l…@example.test  `))
  expect(await asJson('mail', 'list', '--state', 'delayed')).toMatchObject([
    { id, to: 'l…@example.test', queue: { status: 'waiting' } },
  ])

  refusal = undefined
  const retried = await latchkey('mail', 'retry', id)
  expect([retried.code, retried.output]).toEqual([0, 'It is retried now.\n'])
  const { link } = await office.emailTo('late@example.test')
  expect((await call(server, 'recovery.verifyToken', { token: tokenIn(link) })).status).toBe(200)
  await messageOf(requestId, 'handed-over')
  const again = await latchkey('mail', 'retry', id)
  expect([again.code, again.errors]).toEqual([
    1,
    expect.stringContaining('has already accepted it'),
  ])
})

test('an email that was given up can be retried while its request is open', async () => {
  await testbed.addAccount('dead@example.test')
  refusal = 550
  const requestId = await request('dead@example.test')
  const id = await messageOf(requestId, 'dead')
  refusal = undefined

  const { output } = await latchkey('mail', 'show', id)
  expect(output).toContain('d…@example.test')
  expect(output).toMatch(/Given up: the mail server rejected it permanently. It said: .*550/)
  expect((await latchkey('explain', requestId)).output).toContain('rejected it permanently')

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
  await office.emailTo('dead@example.test')
  await messageOf(requestId, 'handed-over')
  const emails = office.delivered.filter((one) => one.recipients.includes('dead@example.test'))
  expect(emails).toHaveLength(1)
})

test('mail list and mail show refuse unknown states and ids', async () => {
  const state = await latchkey('mail', 'list', '--state', 'lost')
  expect([state.code, state.errors]).toEqual([1, expect.stringContaining('Allowed choices')])
  const limit = await latchkey('mail', 'list', '--limit', '0')
  expect([limit.code, limit.errors]).toEqual([1, expect.stringContaining('from 1 to 10000')])
  for (const verb of ['show', 'retry']) {
    const { code, errors } = await latchkey('mail', verb, 'x')
    expect([code, errors]).toEqual([1, expect.stringContaining('There is no such email')])
  }
})

/** A user who is signed in and has got an email with a link and a code. */
async function signedInAndEmailed(email: string) {
  await testbed.addAccount(email)
  const signedIn = await call(server, 'session.signIn', { email, password: oldPassword })
  expect(signedIn.status).toBe(200)
  const requestId = await request(email)
  const { link, code } = await office.emailTo(email)
  await messageOf(requestId, 'handed-over')
  return { cookie: cookieFrom(signedIn), requestId, token: tokenIn(link), code }
}

type Held = Awaited<ReturnType<typeof signedInAndEmailed>>

async function whatWorks({ cookie, requestId, token, code }: Held) {
  const session = await query(server, 'session.current', { cookie })
  const link = await call(server, 'recovery.verifyToken', { token })
  const typed = await call(server, 'recovery.verifyCode', { requestId, code })
  return [session.status, link.code ?? 'good', typed.code ?? 'good']
}

const nothing = [401, 'INVALID_OR_EXPIRED', 'INVALID_OR_EXPIRED']
const all = [200, 'good', 'good']

test('revoke for one account: nothing from before works, and other accounts are unaffected', async () => {
  const grace = await signedInAndEmailed('grace@example.test')
  const other = await signedInAndEmailed('other@example.test')
  const revoked = await latchkey('revoke', 'Grace@example.test')
  expect([revoked.code, revoked.output]).toEqual([
    0,
    'Revoked for 1 account: 2 secrets voided, 1 session ended. Passwords stay.\n',
  ])
  expect(await whatWorks(grace)).toEqual(nothing)
  expect(await whatWorks(other)).toEqual(all)
  expect((await latchkey('explain', 'grace@example.test')).output).toMatch(
    /An operator revoked all earlier links, codes and sessions[\s\S]*A link was voided before it was used/,
  )
})

test('revoke --all: after a restored backup, nothing from before works', async () => {
  const joan = await signedInAndEmailed('joan@example.test')
  const jean = await signedInAndEmailed('jean@example.test')
  const unsure = await latchkey('revoke', '--all')
  expect([unsure.code, unsure.errors]).toEqual([1, expect.stringContaining('add --yes')])
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
  await request(email)
  const { link } = await office.emailTo(email, { atLeast: 2 })
  expect((await call(server, 'recovery.verifyToken', { token: tokenIn(link) })).status).toBe(200)
})

test('revoke needs one address, or --all', async () => {
  for (const args of [[], ['ada@example.test', '--all', '--yes']]) {
    const { code, errors } = await latchkey('revoke', ...args)
    expect([code, errors]).toEqual([1, 'Name one address, or use --all for all accounts.\n'])
  }
  const { code, errors } = await latchkey('revoke', 'nobody@example.test')
  expect([code, errors]).toEqual([1, 'No account has the address nobody@example.test.\n'])
})

test('the server secret is rotated: earlier codes work while the old secret is listed', async () => {
  const [oldSecret, newSecret] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')]
  const rotated = await openTestbed({ LATCHKEY_SECRET: oldSecret })
  try {
    await rotated.addAccount('ada@example.test')
    await rotated.addAccount('bob@example.test')
    const requested = async (on: ServerProcess, emails: number, email = 'ada@example.test') => {
      const { data } = await call(on, 'recovery.request', { email })
      const mail = await rotated.postOffice.emailTo(email, { atLeast: emails })
      const typed = { requestId: data.requestId, code: mail.code }
      return { typed, token: tokenIn(mail.link) }
    }
    const before = await rotated.start()
    const first = await requested(before, 1)
    const second = await requested(before, 2)
    const bobs = await requested(before, 1, 'bob@example.test')
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
    const third = await requested(both, 3)
    await both.kill('SIGTERM')

    const after = await rotated.start({ LATCHKEY_SECRET: newSecret })
    expect((await call(after, 'recovery.verifyCode', second.typed)).code).toBe('INVALID_OR_EXPIRED')
    const checked = await call(after, 'recovery.verifyToken', { token: second.token })
    expect(checked.status).toBe(200)
    expect((await call(after, 'recovery.verifyCode', third.typed)).status).toBe(200)
  } finally {
    await rotated.close()
  }
})
