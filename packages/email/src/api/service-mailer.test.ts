import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { HandoverFailed, type Message, mailedSecrets } from '@latchkey/core'
import { expect, test } from 'vitest'
import { outgoingEmail } from '../smtp/outgoing-email.ts'
import { type Answers, inTurn, openMailService } from '../testing/mail-service.ts'
import { from } from '../testing/mailer.ts'
import { branding, recovery } from '../testing/messages.ts'
import { callService } from './call-service.ts'
import type { MailServiceAccount } from './mail-service.ts'
import { openService } from './open-service.ts'
import { createServiceMailer } from './service-mailer.ts'

const resend: MailServiceAccount = { service: 'resend', key: 're_secret' }
const brevo: MailServiceAccount = { service: 'brevo', key: 'xkeysib-secret' }
const ses: MailServiceAccount = {
  service: 'ses',
  region: 'eu-west-1',
  credentials: { accessKeyId: 'AKIAEXAMPLEEXAMPLE00', secretAccessKey: 'secret' },
}
const taken = { status: 200, body: { id: 'id-1' } }
/** For calls that the clock must not end. */
const LONG_MS = 60_000
/** For calls that have no answer, or no whole one. Those before and after them must not take as long. */
const SILENCE_MS = 3_000

async function open(account: MailServiceAccount, answers: Answers, callMs = LONG_MS) {
  const service = await openMailService(answers)
  const mailer = createServiceMailer({
    account: { ...account, endpoint: service.endpoint },
    ...{ from, branding, times: { callMs, pauseMs: 1, longestPauseMs: 1_500 } },
  })
  const failing = async (message: Message = recovery) => {
    const error = await mailer.send(message).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    if (!(error instanceof HandoverFailed)) throw new Error('it was handed over')
    return error
  }
  const keys = () => service.calls.map(({ headers }) => headers['idempotency-key'])
  return { ...service, mailer, failing, keys }
}

/** The next attempt at the same message: it carries a pair of secrets of its own. */
const nextAttempt = (n: number): Message => ({
  ...recovery,
  link: `https://reset.example.test/reset-password#token=attempt-${n}`,
})

test('a call without an answer is repeated with the same bytes, where the service knows them again', async () => {
  const { mailer, calls, keys } = await open(
    resend,
    inTurn('hang-up', 'silence', taken),
    SILENCE_MS,
  )
  expect(await mailer.send(recovery)).toEqual({ answer: 'id-1' })
  expect(calls).toHaveLength(3)
  expect(new Set(calls.map(({ body }) => body)).size).toBe(1)
  expect(new Set(keys()).size).toBe(1)
})

test('the next attempt sends what the last one may have sent, once', async () => {
  let answers: Answers = () => 'hang-up'
  const { mailer, failing, calls, keys } = await open(resend, (...call) => answers(...call))
  expect(await failing(nextAttempt(1))).toMatchObject({ failure: 'unclear' })
  expect(await failing(nextAttempt(2))).toMatchObject({ failure: 'unclear' })
  answers = () => taken
  await mailer.send(nextAttempt(3))
  const links = calls.map(({ body }) => /attempt-\d/.exec(body)?.[0])
  expect(links).toEqual([...Array(6).fill('attempt-1'), 'attempt-3'])
  expect(new Set(keys()).size).toBe(2)
})

test('without keys, nobody knows what a call did: it is not repeated at once', async () => {
  const { failing, calls } = await open(brevo, inTurn('hang-up', taken))
  expect(await failing()).toMatchObject({ failure: 'unclear', concerns: 'everyone' })
  expect(calls).toHaveLength(1)
})

test('a service that asks for a short pause gets it', async () => {
  const slower = {
    status: 429,
    body: { code: 'too_many_requests' },
    headers: { 'retry-after': '1' },
  }
  const { mailer, calls } = await open(
    brevo,
    inTurn(slower, { status: 201, body: { messageId: 'b' } }),
  )
  expect(await mailer.send(recovery)).toEqual({ answer: 'b' })
  expect(calls).toHaveLength(2)
})

test('one that asks for a long one, or for none, is left to the queue', async () => {
  const later = { status: 429, headers: { 'retry-after': '3600' } }
  const { failing, calls } = await open(brevo, inTurn(later, { status: 429 }, taken))
  expect(await failing()).toMatchObject({ failure: 'busy', concerns: 'everyone' })
  expect(await failing()).toMatchObject({ failure: 'busy' })
  expect(calls).toHaveLength(2)
})

test('an answer is quoted without the key, the secrets and addresses', async () => {
  const { link = '', code = '' } = mailedSecrets(recovery)
  const { failing } = await open(resend, () => ({
    status: 422,
    body: { name: 'odd', message: `re_secret said ${link} and ${code} of ${recovery.to}` },
  }))
  const { message, failure, concerns } = await failing()
  expect([failure, concerns]).toEqual(['setup', 'recipient'])
  expect(message).toContain('422 odd *** said ***')
  for (const secret of ['re_secret', link, code, recovery.to]) expect(message).not.toContain(secret)
})

test('a service that is not there is unreachable', async () => {
  const closed = createServer().listen(0, '127.0.0.1')
  await once(closed, 'listening')
  const { port } = closed.address() as AddressInfo
  closed.close()
  await once(closed, 'close')
  const endpoint = `http://127.0.0.1:${port}`
  for (const account of [resend, ses]) {
    const mailer = createServiceMailer({ account: { ...account, endpoint }, from, branding })
    await expect(mailer.send(recovery)).rejects.toMatchObject({
      failure: 'unreachable',
      concerns: 'everyone',
    })
    mailer.close()
  }
})

test('no redirect is followed: the key is for one host', async () => {
  const { failing, calls } = await open(resend, ({ path }) =>
    path === '/emails' ? { status: 307, headers: { location: '/elsewhere' } } : taken,
  )
  expect(await failing()).toMatchObject({ failure: 'setup', concerns: 'everyone' })
  expect(calls).toHaveLength(1)
})

const services: MailServiceAccount[] = [
  resend,
  brevo,
  ses,
  { service: 'postmark', key: 'server-token' },
  { service: 'mailgun', key: 'key-secret', domain: 'mg.example.com' },
  { service: 'sendgrid', key: 'SG.secret' },
]

test.each(services)(
  'another server at the endpoint of $service has taken no email, whatever it answers',
  async (account) => {
    const bodies = [
      'hello',
      '{"ok":true}',
      '{"id":7,"messageId":7,"MessageID":7}',
      '[]',
      'x'.repeat(5_000_000),
      '',
    ]
    const empty = { status: 204, body: '' }
    const sandbox = { status: 200, body: '', headers: { 'X-Message-Id': 'of-sendgrid' } }
    const answers = [...bodies.map((body) => ({ status: 200, body })), empty, sandbox]
    const { failing, endpoint } = await open(account, inTurn(...answers))
    for (const _ of answers) {
      const { failure, concerns, message } = await failing()
      expect([failure, concerns]).toEqual(['unclear', 'everyone'])
      expect(message).toContain(`${new URL(endpoint).host} did not answer as`)
      expect(message.length).toBeLessThan(500)
    }
  },
)

test('what cannot be called at all has sent nothing, and holds all email', async () => {
  const key = 're_secret\u2019'
  const { failing, calls } = await open({ service: 'resend', key }, () => taken)
  const { failure, concerns, message } = await failing()
  expect([failure, concerns]).toEqual(['setup', 'everyone'])
  expect(message).toContain('Nothing was sent')
  expect(message).not.toContain('re_secret')
  expect(calls).toEqual([])
})

test('a client that fails before it sends has sent nothing', async () => {
  const { failing, calls } = await open({ ...ses, region: 'not a region' }, () => taken)
  expect(await failing()).toMatchObject({ failure: 'setup', concerns: 'everyone' })
  expect(calls).toEqual([])
})

test('a client that sent and got no answer knows nothing', async () => {
  const { failing, calls } = await open(ses, () => 'hang-up')
  expect(await failing()).toMatchObject({ failure: 'unclear' })
  expect(calls).toHaveLength(1)
})

/** A success of which a part comes, and no more. */
function partOf(end: 'breaks off' | 'stays open'): Answers {
  return (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
    response.write('{"id":"', () => end === 'breaks off' && response.destroy())
    return undefined
  }
}

test.each(services)(
  'a success of $service that breaks off says nothing about the endpoint',
  async (account) => {
    const { failing, calls } = await open(account, partOf('breaks off'))
    const { failure, concerns, message } = await failing()
    expect([failure, concerns]).toEqual(['unclear', 'everyone'])
    expect(message).toContain('did not say what became of the email. the answer 200 broke off')
    expect(calls).toHaveLength(account.service === 'resend' ? 3 : 1)
  },
)

test.each([brevo, ses])('a success of $service that does not end is given up', async (account) => {
  const { failing } = await open(account, partOf('stays open'), SILENCE_MS)
  const { failure, message } = await failing()
  expect(failure).toBe('unclear')
  expect(message).toContain('did not say what became of the email')
})

test('SendGrid has an email whose id came before the answer broke off', async () => {
  const { mailer } = await open({ service: 'sendgrid', key: 'SG.secret' }, (_, response) => {
    response.writeHead(202, { 'x-message-id': 'id-1', 'content-length': '100' })
    response.write(' ', () => response.destroy())
    return undefined
  })
  expect(await mailer.send(recovery)).toEqual({ answer: 'id-1' })
})

test.each(services)(
  'an email that cannot be composed for $service is given up',
  async (account) => {
    const { endpoint, calls } = await openMailService(() => taken)
    const service = openService({ ...account, endpoint })
    const headers = {
      get 'X-Odd'(): string {
        throw new Error('an odd header')
      },
    }
    const email = { ...outgoingEmail(recovery, { from, branding, host: '' }), headers }
    expect(await callService(service, email)).toMatchObject({
      ...{ status: 'failed', answer: 'an odd header', reply: undefined },
      explanation: { failure: 'unmailable', concerns: 'recipient' },
    })
    service.close()
    expect(calls).toEqual([])
  },
)
