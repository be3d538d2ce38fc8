import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { deepFreeze } from '../testing/deep-freeze.ts'
import { type Answers, openMailService } from '../testing/mail-service.ts'
import { checkMailService } from './check-service.ts'
import type { MailServiceAccount } from './mail-service.ts'

/* Small servers that answer as the documents of each service say. */

const resend: MailServiceAccount = { service: 'resend', key: 're_secret' }
const postmark: MailServiceAccount = { service: 'postmark', key: 'server-token' }
const brevo: MailServiceAccount = { service: 'brevo', key: 'xkeysib-secret' }
const sendgrid: MailServiceAccount = { service: 'sendgrid', key: 'SG.secret' }
const mailgun: MailServiceAccount = {
  service: 'mailgun',
  key: 'key-secret',
  domain: 'mg.example.com',
}
const ses: MailServiceAccount = {
  ...{ service: 'ses', region: 'eu-west-1' },
  credentials: { accessKeyId: 'AKIAEXAMPLEEXAMPLE00', secretAccessKey: 'secret' },
}

async function checked(account: MailServiceAccount, answer: ReturnType<Answers>) {
  const service = await openMailService(() => answer)
  const found = await checkMailService(
    deepFreeze({ ...structuredClone(account), endpoint: service.endpoint }),
    60_000,
  )
  const [call = expect.unreachable()] = service.calls
  expect(call.method).toBe('GET')
  return { ...found, call }
}

const awsError = (status: number, name: string, message: string) => ({
  ...{ status, body: { message } },
  headers: { 'x-amzn-errortype': name },
})

test.each([
  ['Resend', resend, '/domains', { data: [] }],
  ['Postmark', postmark, '/server', { ID: 1, DeliveryType: 'Live' }],
  ['Brevo', brevo, '/v3/account', { email: 'ops@example.test' }],
  ['SendGrid', sendgrid, '/v3/scopes', { scopes: ['mail.send', 'alerts.read'] }],
  ['Mailgun', mailgun, '/v4/domains/mg.example.com', { domain: { state: 'active' } }],
  ['Amazon SES', ses, '/v2/email/account', { SendingEnabled: true, ProductionAccessEnabled: true }],
] as const)('%s knows the key', async (_, account, path, body) => {
  const { result, says, call } = await checked(account, { status: 200, body })
  expect([result, call.path]).toEqual(['accepted', path])
  expect(says).toContain('accepts the key')
  expect(JSON.stringify(call.headers)).toMatch(
    /secret|server-token|YXBpOmtleS1zZWNyZXQ|AKIAEXAMPLE/i,
  )
})

test.each([
  [resend, { status: 400, body: { name: 'validation_error', message: 'API key is invalid' } }],
  [
    postmark,
    {
      status: 401,
      body: { ErrorCode: 10, Message: 'Request does not contain a valid Server token.' },
    },
  ],
  [brevo, { status: 401, body: { code: 'unauthorized', message: 'Key not found' } }],
  [sendgrid, { status: 401, body: { errors: [{ message: 'authorization required' }] } }],
  [
    ses,
    awsError(
      403,
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    ),
  ],
  [
    ses,
    awsError(403, 'SignatureDoesNotMatch', 'The request signature we calculated does not match'),
  ],
] as const)(
  '$service refuses a key that is wrong, and says what to do',
  async (account, answer) => {
    const { result, says, todo } = await checked(account, answer)
    expect(result).toBe('refused')
    expect(says).toMatch(/refuses the key: 4\d\d/)
    expect(says).not.toContain('re_secret')
    expect(todo).toMatch(/key|token|credentials/i)
  },
)

test('a key of Resend that may only send is the right one', async () => {
  const body = {
    name: 'restricted_api_key',
    message: 'This API key is restricted to only send emails',
  }
  expect(await checked(resend, { status: 401, body })).toMatchObject({ result: 'accepted' })
})

test.each([
  [postmark, { ID: 1, DeliveryType: 'Sandbox' }, /sandbox/],
  [sendgrid, { scopes: ['alerts.read'] }, /may not send/],
  [mailgun, { domain: { state: 'unverified' } }, /the domain is unverified/],
  [ses, { SendingEnabled: false }, /paused sending/],
] as const)('$service knows the key, and would not send', async (account, body, words) => {
  const { result, says, todo } = await checked(account, { status: 200, body })
  expect([result, says, typeof todo]).toEqual(['refused', expect.stringMatching(words), 'string'])
})

test.each([
  [mailgun, { status: 401, body: 'Forbidden' }, /sending key/],
  [
    ses,
    awsError(403, 'AccessDeniedException', 'not authorized to perform: ses:GetAccount'),
    /ses:GetAccount/,
  ],
  [ses, { status: 200, body: { SendingEnabled: true, ProductionAccessEnabled: false } }, /sandbox/],
] as const)('$service: what only an email shows', async (account, answer, words) => {
  const { result, says } = await checked(account, answer)
  expect([result, says]).toEqual(['unclear', expect.stringMatching(words)])
})

test.each([resend, postmark, brevo, sendgrid, mailgun, ses])(
  'another server at the endpoint of $service knows no key',
  async (account) => {
    const json = [
      '{}',
      '{"status":"up"}',
      '[1]',
      '[{"ID":1}]',
      '{"data":{},"domain":"example.com"}',
    ]
    for (const body of ['hello', '', 'x'.repeat(1_000_000), ...json]) {
      const { result, says, todo } = await checked(account, { status: 200, body })
      expect([result, says]).toEqual(['refused', expect.stringContaining('does not answer as')])
      expect(todo).toContain('endpoint')
    }
  },
)

test('a service that does not answer is no fault of the key', async () => {
  const silent = await openMailService(() => 'silence')
  const slow = await checkMailService({ ...brevo, endpoint: silent.endpoint }, 200)
  expect(slow).toMatchObject({ result: 'refused', says: expect.stringContaining('did not answer') })

  const closed = createServer().listen(0, '127.0.0.1')
  await once(closed, 'listening')
  const { port } = closed.address() as AddressInfo
  closed.close()
  await once(closed, 'close')
  const away = await checkMailService({ ...resend, endpoint: `http://127.0.0.1:${port}` })
  expect(away.says).toContain('did not answer')
  expect(away.todo).toContain('HTTPS_PROXY')
})

test.each([resend, postmark, brevo, sendgrid, mailgun, ses])(
  'an answer of $service that breaks off says nothing about the endpoint',
  async (account) => {
    const { endpoint } = await openMailService((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
      response.write('{"id":"', () => response.destroy())
      return undefined
    })
    const { result, says, todo } = await checkMailService({ ...account, endpoint }, 10_000)
    expect([result, says]).toEqual(['refused', expect.stringContaining('did not answer')])
    expect(todo).toContain('Try again')
  },
)
