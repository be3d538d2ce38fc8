import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call } from './kit/calls.ts'
import { openPostOffice, type PostOffice } from './kit/post-office.ts'
import { runCommand, type ServerProcess } from './kit/server-process.ts'
import { openTestbed, type Testbed } from './kit/testbed.ts'
import { until } from './kit/until.ts'

/* What mail services report of addresses, from the call to the email that is not sent. */

const secret = `whsec_${Buffer.from('a secret of 24 bytes or so').toString('base64')}`
const password = 'a-password-that-is-long-enough'

let testbed: Testbed
let office: PostOffice
let server: ServerProcess
beforeAll(async () => {
  office = await openPostOffice({})
  testbed = await openTestbed({
    SMTP_URL: office.url,
    MAIL_HOOKS: `resend:${secret},postmark:${password}`,
    LIMIT_MAILS_PER_ADDRESS: '20/1m',
  })
  server = await testbed.start()
})
afterAll(async () => {
  await testbed.close()
  await office.close()
})

function post(service: string, body: string, headers: Record<string, string> = {}) {
  return fetch(`${server.url}/hooks/mail/${service}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })
}

type Report = { to: string; type?: string; at?: Date; messageId?: string }

function signed({ to, type = 'bounced', at = new Date(), messageId = '' }: Report) {
  const body = JSON.stringify({
    type: `email.${type}`,
    created_at: at.toISOString(),
    data: {
      to: [to],
      bounce: { type: 'Permanent', message: '550 5.1.1 no such user' },
      tags: { 'latchkey-message': messageId },
    },
  })
  const now = new Date()
  const headers = {
    'svix-id': 'msg_1',
    'svix-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'svix-signature': new Webhook(secret).sign('msg_1', now, body),
  }
  return { body, headers }
}

async function report(about: Report): Promise<number> {
  const { body, headers } = signed(about)
  return (await post('resend', body, headers)).status
}

async function latchkey(args: string[], input = '') {
  const more = { LOG_LEVEL: 'silent', OPERATOR_LINKS: 'on' }
  return runCommand(args, { ...testbed.environment, ...more }, input)
}

type Outcome = { id: string; state: string; detail: string; request_id: string }

/** Requests a recovery, and says what became of its email. */
async function requested(email: string): Promise<Outcome> {
  const { status, data } = await call(server, 'recovery.request', { email })
  expect(status).toBe(200)
  const find = () =>
    testbed.rows<Outcome>(
      `select id, state, detail, request_id from message
       where request_id = '${data.requestId}' and state <> 'sending'`,
    )
  return until(
    async () => (await find())[0],
    () => 'the email has no outcome',
  )
}

const stored = (columns = '*') =>
  testbed.rows<Record<string, unknown>>(`select ${columns} from suppression`)

test('a bounce: no email is sent, the operator reads why, and ends it', async () => {
  const ada = 'ada@example.test'
  await testbed.addAccount(ada)
  const bounce = { to: 'ADA@example.test', at: new Date(Date.now() - 60_000) }
  expect(await report(bounce)).toBe(200)
  const { request_id: requestId, ...outcome } = await requested(ada)
  expect(outcome).toMatchObject({ state: 'suppressed', detail: 'bounced' })

  const explained = await latchkey(['explain', ada])
  for (const words of [
    'No email is sent to it until',
    'there is no such mailbox. It said: 550 5.1.1 no such user',
    `To send again at once: latchkey mail unsuppress ${ada}.`,
    `To send again: latchkey mail unsuppress ${ada}`,
    'Not sent: the mail service had reported',
  ]) {
    expect(explained.output).toContain(words)
  }
  // Nobody is promised a notice that cannot arrive.
  const setPassword = ['user', 'set-password', ada, '--password-stdin']
  const set = await latchkey(setPassword, 'correct horse battery staple')
  expect(set.output).not.toContain('gets an email')
  expect(set.errors).toMatch(/^Its owner gets no notice by email.* no such mailbox/)
  const made = await latchkey(['link', ada, '--reason', 'x', '--json'])
  expect(JSON.parse(made.output)).toMatchObject({
    notice: { status: 'suppressed', because: [{ cause: 'bounced' }] },
  })
  const byHand = await latchkey(['link', ada, '--reason', 'x', '--no-qr'])
  expect(byHand.errors).toContain(`the owner of ${ada}. Its owner gets no notice by email`)
  // With another secret nothing is found, which must not look as if there were nothing.
  const other = { ...testbed.environment, LOG_LEVEL: 'silent', LATCHKEY_SECRET: 'x'.repeat(44) }
  for (const command of [['explain'], ['mail', 'unsuppress']]) {
    const { errors } = await runCommand([...command, ada], other)
    expect(errors.match(/Give all processes the same LATCHKEY_SECRET/g)).toHaveLength(1)
  }
  // Of the id of a request nobody learns the address.
  expect((await latchkey(['explain', requestId])).output).toContain('mail unsuppress <address>')
  const lifted = await latchkey(['mail', 'unsuppress', ada, '--json'])
  expect(JSON.parse(lifted.output)).toEqual({ lifted: ['bounced'] })
  const told = await latchkey([...setPassword, '--json'], 'correct horse battery staple')
  expect(JSON.parse(told.output)).toMatchObject({ notice: { status: 'queued' } })
  expect(await requested(ada)).toMatchObject({ state: 'handed-over' })
  expect((await latchkey(['mail', 'unsuppress', ada])).errors).toContain(
    'Nothing keeps emails from',
  )
  expect((await latchkey(['explain', ada])).output).toContain('An operator ended at')

  // The same report again, as services repeat it, and as somebody might who recorded it.
  expect(await report(bounce)).toBe(200)
  expect(await requested(ada)).toMatchObject({ state: 'handed-over' })
  const [audited] = await testbed.rows<{ n: string }>(
    `select count(*) n from audit_event where kind = 'unsuppressed' and outcome = 'lifted'`,
  )
  expect(Number(audited?.n)).toBe(1)
  await testbed.rows('delete from suppression')
})

test('a complaint stops recovery for a day only, and only if it is about an email of ours', async () => {
  const grace = 'grace@example.test'
  await testbed.addAccount(grace)
  const { id } = await requested(grace)
  expect(await report({ to: grace, type: 'complained' })).toBe(200)
  expect(await stored()).toEqual([])
  expect(await report({ to: grace, type: 'complained', messageId: id })).toBe(200)
  expect(await requested(grace)).toMatchObject({ state: 'suppressed', detail: 'complained' })
  await testbed.rows(`update suppression set recovery_until = recovery_until - interval '24 hours'`)
  expect(await requested(grace)).toMatchObject({ state: 'handed-over' })
  expect((await latchkey(['explain', grace])).output).toContain('No notice is sent to it until')
  await testbed.rows('delete from suppression')
})

test('nothing is stored but a digest', async () => {
  expect(await report({ to: 'nobody@example.test' })).toBe(200)
  const [row] = await stored()
  expect(JSON.stringify(row)).not.toContain('nobody')
  await testbed.rows('delete from suppression')
})

test('a call without its proof changes nothing', async () => {
  const { body, headers } = signed({ to: 'ada@example.test' })
  const altered = body.replace('ada', 'eve')
  expect((await post('resend', altered, headers)).status).toBe(401)
  expect((await post('resend', body)).status).toBe(401)
  expect((await post('postmark', body)).status).toBe(401)
  const basic = (pass: string) => ({ authorization: `Basic ${btoa(`latchkey:${pass}`)}` })
  expect((await post('postmark', body, basic('wrong'))).status).toBe(401)
  expect((await post('postmark', '{}', basic(password))).status).toBe(200)
  expect((await post('ses', body, headers)).status).toBe(404)
  expect((await post('mandrill', body, headers)).status).toBe(404)
  expect((await fetch(`${server.url}/hooks/mail/resend`)).status).toBe(405)
  expect(await stored()).toEqual([])
})

test('ten megabytes, and bytes that are no JSON', async () => {
  const large = await post('postmark', 'x'.repeat(10_000_000)).then(
    ({ status }) => status,
    () => 'cut off',
  )
  expect([400, 'cut off']).toContain(large)
  const authorization = `Basic ${btoa(`latchkey:${password}`)}`
  for (const body of ['', 'no JSON', '[]', 'null', '{"RecordType":"Bounce","Type":"HardBounce"}']) {
    expect((await post('postmark', body, { authorization })).status, body).toBe(200)
  }
  expect(await stored()).toEqual([])
  expect((await fetch(`${server.url}/health/ready`)).status).toBe(200)
})

test('who fails again and again has to wait, and everybody else does not notice', async () => {
  const statuses = new Set<number>()
  const fail = async () => {
    const answer = await post('postmark', '{}')
    statuses.add(answer.status)
    return answer
  }
  // Several at once, half of what is let in, and again where a busy machine took longer than the minute for them.
  const afterThirty = async () => {
    for (let n = 0; n < 32; n += 4) await Promise.all([fail(), fail(), fail(), fail()])
    const { status, headers } = await fail()
    return { status, wait: Number(headers.get('retry-after')) }
  }
  await expect
    .poll(afterThirty)
    .toEqual({ status: 429, wait: expect.toSatisfy((seconds) => seconds > 0) })
  expect(statuses).toEqual(new Set([401, 429]))
  expect((await call(server, 'recovery.request', { email: 'x@example.test' })).status).toBe(200)
})
