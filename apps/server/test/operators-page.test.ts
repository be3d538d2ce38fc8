import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call } from './kit/calls.ts'
import {
  asks,
  enterBy,
  type OperatorsPage,
  type Outputs,
  operatorSettings,
  pageOf,
  storedLink,
} from './kit/operators.ts'
import { tokenIn } from './kit/post-office.ts'
import { type Environment, runCommand, type ServerProcess } from './kit/server-process.ts'
import { newPassword, oldPassword, openTestbed, type Testbed } from './kit/testbed.ts'

/* What operators see at their page, and what their acts do. */

let testbed: Testbed
let environment: Environment
let page: OperatorsPage
let server: ServerProcess
let operator: ReturnType<typeof asks>
beforeAll(async () => {
  testbed = await openTestbed()
  environment = { ...testbed.environment, ...(await operatorSettings()) }
  page = pageOf(environment)
  server = await testbed.start(environment)
  operator = asks(await enterBy(page, await storedLink(testbed)))
})
afterAll(() => testbed.close())

const reason = 'ticket 4711'

async function emailed(email: string) {
  await testbed.addAccount(email)
  const { requestId } = (await call(server, 'recovery.request', { email })).data
  const delivered = await testbed.postOffice.emailTo(email)
  return { requestId: requestId ?? '', token: tokenIn(delivered.link), code: delivered.code }
}

async function search(subject: string): Promise<Outputs['people']['search']> {
  const { data } = await operator.act('people.search', { subject })
  return data as unknown as Outputs['people']['search']
}

async function person(subject: string) {
  const found = await search(subject)
  if (found.status !== 'found') throw new Error('Nobody was found')
  return found.person
}

const acted = async (procedure: string, input: object) => {
  const { data } = await operator.act(procedure, { reason, ...input })
  return data as unknown as Outputs['people']['revoke']
}

/** Without the accounts that the tests add. */
const trail = (kind: string) =>
  testbed.rows(
    `select outcome, operator, reason from latchkey.audit_event
      where kind = $1 and outcome <> 'added' order by id`,
    [kind],
  )

test('a person: what happened to their requests, in the words of the command line', async () => {
  const { requestId, token } = await emailed('ada@example.com')
  const state = async () => (await person(requestId)).requests[0]?.emails[0]?.state
  await expect.poll(state).toBe('handed-over')
  await call(server, 'recovery.verifyToken', { token })
  const found = await person('Ada@example.com')
  expect(found).toMatchObject({
    address: 'Ada@example.com',
    account: { status: 'active', hasPassword: true, sharedBy: 1 },
    may: { revoke: true, disable: true, enable: false, unsuppress: false },
  })
  const [request] = found.requests
  expect(request?.id).toBe(requestId)
  const codes = request?.history.flatMap(({ says }) => says.map(({ code }) => code))
  expect(codes).toEqual(
    expect.arrayContaining(['request.asked', 'email.handed-over', 'request.link-opened']),
  )
  const explained = await runCommand(['explain', 'ada@example.com'], environment)
  for (const { says } of request?.history ?? []) {
    expect(explained.output).toContain(says[0]?.text)
  }
  expect((await person(requestId)).address).toBe('a…@example.com')
})

test('a search is written down before it shows anything, without the address', async () => {
  const before = (await trail('searched')).length
  await search('nobody@example.com')
  await search(randomUUID())
  const searches = await testbed.rows(
    `select outcome, operator, address_digest is not null as digest from latchkey.audit_event
      where kind = 'searched' order by id offset $1`,
    [before],
  )
  expect(searches).toEqual([
    { outcome: 'address', operator: 'night shift', digest: true },
    { outcome: 'request', operator: 'night shift', digest: false },
  ])
  const audit = await operator.read('audit.list', { kind: 'searched', limit: 2 })
  expect(audit.body).not.toContain('nobody@')
  expect(audit.data).toMatchObject({ rows: [{ outcome: 'request' }, { outcome: 'address' }] })
})

test('a person is found by the id of the account, masked, and the search is written down', async () => {
  const account = (await person('ada@example.com')).account
  if (!account) throw new Error('Ada has an account')
  const found = await person(account.id.toUpperCase())
  expect(found).toMatchObject({ address: 'a…@example.com', account: { id: account.id } })
  expect(found.requests).toHaveLength(1)
  const { code, details } = await operator.act('people.search', { subject: '4711' })
  expect([code, Object.keys(details.fields ?? {})]).toEqual(['INVALID_INPUT', ['subject']])
  const searches = await testbed.rows(
    `select outcome, account_id from latchkey.audit_event
      where kind = 'searched' order by id desc limit 2`,
  )
  expect(searches).toEqual([
    { outcome: 'account', account_id: null },
    { outcome: 'account', account_id: account.id },
  ])
  const explained = await runCommand(['explain', account.id], environment)
  expect(explained.output).toContain(`Request ${found.requests[0]?.id}`)
})

test('nobody is found by the beginning of an address, and no list has one', async () => {
  for (const subject of ['ada', 'ada@', '@example.com', 'ada@example', '%', 'ada@example.co']) {
    const { code, details, data } = await operator.act('people.search', { subject })
    if (code === undefined) expect(data).toMatchObject({ person: { account: null } })
    else expect([code, Object.keys(details.fields ?? {})]).toEqual(['INVALID_INPUT', ['subject']])
  }
  const emails = await operator.read('emails.list', {})
  expect(emails.body).toContain('a…@example.com')
  expect(emails.body).not.toContain('ada@example.com')
})

test('an act without a reason is refused, and nothing is done', async () => {
  const subject = 'ada@example.com'
  for (const given of [undefined, '', '   ', '\u200b', 'x'.repeat(501), 'two\nlines', '\u202eno']) {
    for (const act of ['revoke', 'disable', 'enable', 'unsuppress']) {
      const answer = await operator.act(`people.${act}`, { subject, reason: given })
      expect(answer).toMatchObject({ status: 400, code: 'REASON_REQUIRED' })
    }
    const ids = { emailId: randomUUID(), eventId: randomUUID() }
    const retry = { emailId: ids.emailId, reason: given }
    expect((await operator.act('emails.retry', retry)).code).toBe('REASON_REQUIRED')
    const again = { eventId: ids.eventId, reason: given }
    expect((await operator.act('webhooks.retry', again)).code).toBe('REASON_REQUIRED')
  }
  expect(await trail('revoked')).toEqual([])
  expect(await trail('account-changed')).toEqual([])
})

test('revoke ends links and sessions, as the command does', async () => {
  const { requestId, token } = await emailed('grace@example.com')
  expect((await call(server, 'recovery.verifyToken', { token })).status).toBe(200)
  const done = await acted('people.revoke', { subject: requestId })
  expect(done).toMatchObject({ status: 'done', says: { code: 'act.revoked' } })
  expect((await call(server, 'recovery.verifyToken', { token })).code).toBe('INVALID_OR_EXPIRED')
  expect(await trail('revoked')).toEqual([{ outcome: 'account', operator: 'night shift', reason }])
  expect((await person('grace@example.com')).says.map(({ code }) => code)).toContain(
    'account.revoked',
  )
  const unknown = await acted('people.revoke', { subject: 'nobody@example.com' })
  expect(unknown).toMatchObject({ status: 'refused', says: { code: 'act.no-account' } })
  const none = await acted('people.revoke', { subject: randomUUID() })
  expect(none).toMatchObject({ status: 'refused', says: { code: 'act.no-request' } })
})

test('disable and enable, each once, however often they are pressed', async () => {
  const subject = 'edsger@example.com'
  await testbed.addAccount(subject)
  const signIn = () => call(server, 'session.signIn', { email: subject, password: oldPassword })
  expect((await signIn()).status).toBe(200)
  expect(await acted('people.disable', { subject })).toMatchObject({
    ...{ status: 'done', says: { code: 'act.disabled', data: { sessions: 1 } } },
  })
  expect(await acted('people.disable', { subject })).toMatchObject({
    ...{ status: 'unchanged', says: { code: 'act.already-disabled' } },
  })
  expect((await signIn()).code).toBe('SIGN_IN_FAILED')
  expect((await person(subject)).may).toMatchObject({ disable: false, enable: true })
  expect(await acted('people.enable', { subject })).toMatchObject({ status: 'done' })
  expect((await signIn()).status).toBe(200)
  expect(await trail('account-changed')).toEqual([
    { outcome: 'disabled', operator: 'night shift', reason },
    { outcome: 'enabled', operator: 'night shift', reason },
  ])
})

test('an address that was reported gets emails again, once somebody says why', async () => {
  const subject = 'barbara@example.com'
  await emailed(subject)
  await testbed.rows(
    `insert into latchkey.suppression (address_digest, cause, detail, reported_at, recovery_until, until)
      select address_digest, 'bounced', '550 no mailbox', now(), now() + interval '7 days', now() + interval '7 days'
      from latchkey.recovery_request where email_canonical = $1`,
    [subject],
  )
  const before = await person(subject)
  expect(before.suppressions).toMatchObject([{ cause: 'bounced', lasts: true }])
  expect(before.may.unsuppress).toBe(true)
  expect(await acted('people.unsuppress', { subject })).toMatchObject({
    ...{ status: 'done', says: { code: 'act.unsuppressed', data: { causes: ['bounced'] } } },
  })
  expect(await acted('people.unsuppress', { subject })).toMatchObject({ status: 'unchanged' })
  expect(await trail('unsuppressed')).toEqual([
    { outcome: 'lifted', operator: 'night shift', reason },
  ])
})

test('the command line is named in the audit trail as well', async () => {
  await testbed.rows('update latchkey.suppression set lifted_at = null')
  const { code } = await runCommand(
    ['mail', 'unsuppress', 'barbara@example.com', '--reason', 'by hand'],
    environment,
  )
  expect(code).toBe(0)
  const last = (await trail('unsuppressed')).at(-1)
  expect(last).toMatchObject({ operator: expect.any(String), reason: 'by hand' })
})

test('a failed email is listed with its cause, retried, and arrives', async () => {
  const email = 'alan@example.com'
  await testbed.addAccount(email)
  await testbed.postOffice.close()
  const { requestId } = (await call(server, 'recovery.request', { email })).data
  const failed = async () => {
    const { data } = await operator.read('emails.list', { state: 'delayed' })
    const { rows } = data as unknown as Outputs['emails']['list']
    return rows.find((row) => row.requestId === requestId)
  }
  await expect.poll(failed).toBeDefined()
  const waiting = await failed()
  expect(waiting).toMatchObject({ failure: 'unreachable', mayRetry: true })
  expect(waiting?.says[0]).toMatchObject({
    code: 'email.delayed',
    data: { failure: 'unreachable' },
  })
  const overview = (await operator.read('overview.show', {}))
    .data as unknown as Outputs['overview']['show']
  expect(overview.emails.waiting).toBeGreaterThanOrEqual(1)

  await testbed.postOffice.open()
  const retried = await acted('emails.retry', { emailId: waiting?.id })
  expect(retried).toMatchObject({ status: 'done' })
  await testbed.postOffice.emailTo(email)
  expect((await trail('message-retried')).at(-1)).toMatchObject({ operator: 'night shift', reason })
  await expect.poll(failed).toBeUndefined()
  const late = await acted('emails.retry', { emailId: waiting?.id })
  expect(late).toMatchObject({ status: 'refused', says: { data: { reason: 'handed-over' } } })
  const none = await acted('emails.retry', { emailId: randomUUID() })
  expect(none).toMatchObject({ status: 'refused', says: { data: { reason: 'unknown' } } })
  expect((await operator.read('emails.show', { emailId: randomUUID() })).code).toBe('NOT_FOUND')
})

test('the funnel counts what was played', async () => {
  const read = async () =>
    (await operator.read('overview.show', {})).data as unknown as Outputs['overview']['show']
  const [row] = await testbed.rows<{ asked: number }>(
    'select count(*)::int as asked from latchkey.recovery_request',
  )
  await expect.poll(async () => (await read()).funnels?.week.asked).toBeGreaterThan(0)
  const { token } = await emailed('hedy@example.com')
  await call(server, 'recovery.verifyToken', { token })
  await call(server, 'recovery.reset', { token, newPassword })
  // A part in twenty of the time at most: the day is counted anew within seconds.
  await expect.poll(async () => (await read()).funnels?.day.changed).toBeGreaterThan(0)
  const { funnels, counting } = await read()
  expect(funnels?.day.asked).toBe((row?.asked ?? 0) + 1)
  expect(funnels?.day.opened).toBe(3)
  expect(funnels?.day.rates.changed).toBeCloseTo(1 / 3)
  expect(counting.map(({ code }) => code)).toContain('count.opened')
})

test('events for a removed webhook are told apart from jobs of another version', async () => {
  await testbed.rows(
    `insert into latchkey.outbox_job (kind, payload) values ('webhook:gone', '{}'), ('newer', '{}')`,
  )
  const warnings = async () => {
    const { data } = await operator.read('overview.show', {})
    const { health } = data as unknown as Outputs['overview']['show']
    return health.filter(({ status }) => status === 'warning')
  }
  // The overview is remembered for some seconds.
  await expect.poll(warnings).toContainEqual({
    ...{ part: 'removed-webhooks', status: 'warning' },
    says: expect.objectContaining({
      code: 'health.webhooks-removed',
      data: { jobs: 1, webhooks: ['gone'] },
    }),
  })
  expect(await warnings()).toContainEqual({
    ...{ part: 'queue', status: 'warning' },
    says: expect.objectContaining({
      code: 'health.unknown-jobs',
      data: { jobs: 1, kinds: ['newer'] },
    }),
  })
  await testbed.rows(`delete from latchkey.outbox_job where kind in ('webhook:gone', 'newer')`)
})

test('nobody can choose a password or see a secret here', async () => {
  const { requestId, token, code } = await emailed('mary@example.com')
  const seen = [
    (await operator.act('people.search', { subject: requestId })).body,
    (await operator.act('people.search', { subject: 'mary@example.com' })).body,
    (await operator.read('emails.list', {})).body,
    (await operator.read('audit.list', {})).body,
    (await operator.read('overview.show', {})).body,
  ].join('\n')
  expect(seen).not.toContain(token)
  expect(seen).not.toMatch(new RegExp(`\\b${code}\\b`))
  expect(seen).not.toMatch(/argon2|password_hash|passwordHash/)
})

type Told = { topics: string[] }[]

/** The stream as a browser reads it. */
async function listen(cookie: string, told: Told) {
  const abort = new AbortController()
  const response = await fetch(`${page.url}/trpc/live.changes`, {
    headers: { cookie, accept: 'text/event-stream' },
    signal: abort.signal,
  })
  const events: string[] = []
  const done = (async () => {
    let text = ''
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk
      for (;;) {
        const end = text.indexOf('\n\n')
        if (end < 0) break
        const event = text.slice(0, end)
        text = text.slice(end + 2)
        events.push(event)
        const data = /^data: (\{"at".*)$/m.exec(event)?.[1]
        if (data) told.push(JSON.parse(data))
      }
    }
  })().catch(() => undefined)
  return { status: response.status, headers: response.headers, events, done, abort }
}

test('changes arrive by themselves, and end with the session', async () => {
  const entered = await enterBy(page, await storedLink(testbed))
  const told: Told = []
  const stream = await listen(entered.cookie, told)
  expect(stream.headers.get('content-type')).toContain('text/event-stream')
  await expect.poll(() => told).not.toEqual([])
  expect(told[0]?.topics).toContain('audit')
  told.length = 0
  await search('nobody@example.com')
  await expect.poll(() => told.flatMap(({ topics }) => topics)).toContain('audit')
  await asks(entered).act('session.leave', {})
  await stream.done
  expect(stream.events.at(-1)).toContain('NOT_ENTERED')

  const refused = await fetch(`${page.url}/trpc/live.changes`, {
    headers: { cookie: entered.cookie },
  })
  expect(await refused.text()).toContain('NOT_ENTERED')
})

test('a process stops although a page listens', async () => {
  const other = { ...environment, ...(await operatorSettings()) }
  const second = await testbed.start(other)
  const own = pageOf(other)
  const { cookie } = await enterBy(own, await storedLink(testbed))
  const stream = fetch(`${own.url}/trpc/live.changes`, { headers: { cookie } })
  expect((await stream).status).toBe(200)
  expect(await second.kill('SIGTERM')).toBe(0)
})

test('without its files, the page says how to build it; procedures work', async () => {
  const answer = await fetch(`${page.url}/people`, { headers: { accept: 'text/html' } })
  const text = await answer.text()
  if (answer.status === 503) expect(text).toContain('npx -y pnpm@12 build')
  else expect(text).toContain('<html')
  expect((await fetch(`${page.url}/nothing.js`)).status).toBe(404)
})

test('a database that is away is said to be, and comes back', async () => {
  const other = { ...environment, ...(await operatorSettings()) }
  await testbed.start(other)
  const own = pageOf(other)
  const { read } = asks(await enterBy(own, await storedLink(testbed)))
  await testbed.rows('alter table latchkey.operator_session rename to hidden')
  try {
    expect(await read('session.current')).toMatchObject({ status: 503, code: 'UNAVAILABLE' })
  } finally {
    await testbed.rows('alter table latchkey.hidden rename to operator_session')
  }
  expect((await read('session.current')).status).toBe(200)
})
