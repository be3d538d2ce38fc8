import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@latchkey/db/testing'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { expect, onTestFinished, test } from 'vitest'
import { runCommand } from './kit/server-process.ts'

const password = 'hunter2 & more'

/** A mail server that answers as each test needs, at the step it needs. */
async function mailServer(options: SMTPServerOptions = {}) {
  const received: string[] = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    onAuth: ({ username }, _session, done) => done(null, { user: username ?? '' }),
    onData(stream, _session, done) {
      let raw = ''
      stream.on('data', (chunk) => (raw += chunk))
      stream.on('end', () => {
        received.push(raw)
        done(null, 'queued as 4711')
      })
    },
    ...options,
  })
  server.on('error', () => {})
  const listening = server.listen(0, '127.0.0.1')
  await new Promise((resolve) => listening.once('listening', resolve))
  onTestFinished(() => new Promise<void>((closed) => server.close(() => closed())))
  const { port } = listening.address() as AddressInfo
  return {
    port,
    received,
    SMTP_URL: `smtp://ada:${encodeURIComponent(password)}@127.0.0.1:${port}`,
  }
}

function says(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code })
}

/** No DATABASE_URL and no server: the command needs neither. */
async function mailTest(settings: Record<string, string>, ...more: string[]) {
  const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-mail-test-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  const environment = { DATA_DIR: dataDir, MAIL_FROM: 'Kettle <hello@example.test>', ...settings }
  const args = ['mail', 'test', '--to', 'grace@example.test', ...more]
  const run = await runCommand(args, environment)
  const all = run.output + run.errors
  for (const form of [password, encodeURIComponent(password), btoa(password)]) {
    expect(all).not.toContain(form)
  }
  expect(all).not.toMatch(/^ {4}at /m)
  return { ...run, dataDir }
}

test('the email arrives, and the answer is shown', async () => {
  const server = await mailServer()
  const { code, output, errors } = await mailTest({
    SMTP_URL: server.SMTP_URL,
    PRODUCT_NAME: 'Kettle',
  })
  expect([code, errors]).toEqual([0, ''])
  expect(output).toContain(`127.0.0.1:${server.port} accepted the email for grace@example.test.`)
  expect(output).toContain('queued as 4711')
  expect(server.received).toHaveLength(1)
  expect(server.received[0]).toContain('Subject: Test email from Kettle')
  expect(server.received[0]).toContain('From: Kettle <hello@example.test>')
})

test('--json is one object, whether it worked or not', async () => {
  const good = await mailServer()
  const sent = await mailTest({ SMTP_URL: good.SMTP_URL }, '--json')
  expect(sent.code).toBe(0)
  expect(JSON.parse(sent.output)).toEqual({
    status: 'handed-over',
    host: '127.0.0.1',
    port: good.port,
    auth: 'password',
    answer: expect.stringContaining('queued as 4711'),
  })

  const bad = await mailServer({ onMailFrom: (_a, _s, done) => done(says(550, '5.7.1 not yours')) })
  const failed = await mailTest({ SMTP_URL: bad.SMTP_URL }, '--json')
  expect(failed.code).toBe(1)
  expect(JSON.parse(failed.output)).toMatchObject({
    status: 'failed',
    step: 'sender',
    reply: 550,
    answer: expect.stringContaining('5.7.1 not yours'),
    meaning: expect.any(String),
    advice: expect.stringContaining('MAIL_FROM'),
  })
})

test('a mail service that is called by its API is tried and explained in the same way', async () => {
  const calls: string[] = []
  const service = createServer((request, response) => {
    calls.push(`${request.method} ${request.url} ${request.headers.authorization}`)
    const said =
      calls.length === 1
        ? { status: 200, body: { id: '49a3999c' } }
        : {
            status: 403,
            body: {
              name: 'validation_error',
              message: 'The example.test domain is not verified, re_key.',
            },
          }
    response.writeHead(said.status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(said.body))
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void service.close())
  await once(service, 'listening')
  const { port } = service.address() as AddressInfo
  const MAIL_URL = `resend:re_key?endpoint=http://127.0.0.1:${port}`

  const sent = await mailTest({ MAIL_URL })
  expect([sent.code, sent.errors]).toEqual([0, ''])
  expect(sent.output).toContain(`127.0.0.1:${port} accepted the email for grace@example.test.`)
  expect(sent.output).toContain('49a3999c')

  const refused = await mailTest({ MAIL_URL })
  expect(refused.code).toBe(1)
  for (const words of ['403 validation_error', 'has not verified the sender', 'MAIL_FROM']) {
    expect(refused.errors).toContain(words)
  }
  expect(refused.output + refused.errors).not.toContain('re_key')
  expect(calls).toEqual(Array(2).fill('POST /emails Bearer re_key'))
})

test.each<[string, SMTPServerOptions, string[]]>([
  [
    'Gmail, with the password of the account',
    {
      onAuth: (_auth, _session, done) =>
        done(says(534, `5.7.9 Application-specific password required, not ${password}`)),
    },
    ['534 5.7.9', 'wants an app password', 'https://myaccount.google.com/apppasswords'],
  ],
  [
    'Gmail, with a wrong app password',
    {
      onAuth: (_auth, _session, done) =>
        done(says(535, '5.7.8 Username and Password not accepted. https://support.google.com')),
    },
    ['535 5.7.8', 'Google does not accept', '2-Step Verification'],
  ],
  [
    'a wrong password',
    { onAuth: (_auth, _session, done) => done(says(535, '5.7.8 Authentication failed')) },
    ['535 5.7.8', 'does not accept this user name with this password'],
  ],
  [
    'Amazon SES in its sandbox',
    {
      onData: (stream, _session, done) =>
        stream
          .resume()
          .on('end', () => done(says(554, 'Message rejected: Email address is not verified.'))),
    },
    ['554', 'sandbox', 'production access'],
  ],
  [
    'a sender that is not allowed',
    { onMailFrom: (_address, _session, done) => done(says(550, '5.7.1 Sender not allowed')) },
    ['550 5.7.1', 'does not let you send from this address', 'MAIL_FROM'],
  ],
  [
    'a server that wants encryption',
    {
      onMailFrom: (_address, _session, done) =>
        done(says(530, '5.7.0 Must issue a STARTTLS command first')),
    },
    ['530 5.7.0', 'encrypted connection first', 'smtps://'],
  ],
  [
    'an unknown recipient',
    { onRcptTo: (_address, _session, done) => done(says(550, '5.1.1 user unknown')) },
    ['550 5.1.1', 'knows no such recipient', '--to'],
  ],
])('%s: the answer, its meaning and what to do', async (_story, options, sentences) => {
  const server = await mailServer(options)
  const { code, output, errors } = await mailTest({ SMTP_URL: server.SMTP_URL })
  expect([code, output]).toEqual([1, ''])
  expect(errors).toContain(`127.0.0.1:${server.port}`)
  for (const sentence of sentences) expect(errors).toContain(sentence)
  expect(server.received).toEqual([])
})

test('a port where no server listens', async () => {
  const port = await freePort()
  const { code, errors } = await mailTest({ SMTP_URL: `smtp://127.0.0.1:${port}` })
  expect(code).toBe(1)
  expect(errors).toContain('No server on this machine listens at this port')
})

test('a host that does not exist', async () => {
  // A label that is too long for any name: no name server has to say so.
  const { code, errors } = await mailTest({ SMTP_URL: `smtp://${'a'.repeat(64)}.invalid` })
  expect(code).toBe(1)
  expect(errors).toContain('No such host name')
})

test('a certificate of an unknown authority', async () => {
  const server = await mailServer({ secure: true })
  const { code, errors } = await mailTest({ SMTP_URL: `smtps://0.0.0.0:${server.port}` })
  expect(code).toBe(1)
  expect(errors).toMatch(/Meaning {5}.*certificate/)
})

/** An OAuth token endpoint that gives one answer. */
async function tokenEndpoint(status: number, body: object): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`
}

function signInByToken(port: number, tokenUrl: string) {
  return {
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    SMTP_AUTH: 'oauth2',
    SMTP_OAUTH_USER: 'no-reply@example.test',
    SMTP_OAUTH_TOKEN_URL: tokenUrl,
    SMTP_OAUTH_CLIENT_ID: 'c-1',
    SMTP_OAUTH_CLIENT_SECRET: password,
  }
}

test('with SMTP_AUTH=oauth2 it signs in with a token', async () => {
  const signedIn: unknown[] = []
  const server = await mailServer({
    authMethods: ['XOAUTH2'],
    onAuth: ({ username, accessToken }, _session, done) => {
      signedIn.push({ username, accessToken })
      done(null, { user: username ?? '' })
    },
  })
  const tokenUrl = await tokenEndpoint(200, { access_token: 'token-1', expires_in: 3600 })
  const { code, output } = await mailTest(signInByToken(server.port, tokenUrl))
  expect([code, output]).toEqual([0, expect.stringContaining('queued as 4711')])
  expect(signedIn).toEqual([{ username: 'no-reply@example.test', accessToken: 'token-1' }])
})

test('without a token it says what the token endpoint answered, and what to do', async () => {
  const server = await mailServer({ authMethods: ['XOAUTH2'] })
  const tokenUrl = await tokenEndpoint(401, {
    error: 'invalid_client',
    error_description: `AADSTS7000222: The client secret ${password} is expired.`,
  })
  const { code, errors } = await mailTest(signInByToken(server.port, tokenUrl))
  expect(code).toBe(1)
  expect(errors).toContain('answered 401 invalid_client: AADSTS7000222: The client secret *** is')
  expect(errors).toContain('The client secret has expired.')
  expect(server.received).toEqual([])
})

test('without a mail server, the built-in mailbox catches it', async () => {
  const { code, output, dataDir } = await mailTest({})
  expect(code).toBe(0)
  expect(output).toContain(
    'No mail server is configured, so the built-in mailbox caught the email.',
  )
  expect(output).toContain('http://localhost:3000/mailbox')
  const folder = join(dataDir, 'mailbox')
  const caught = readdirSync(folder).map((name) =>
    JSON.parse(readFileSync(join(folder, name), 'utf8')),
  )
  expect(caught).toMatchObject([
    {
      kind: 'test',
      to: 'grace@example.test',
      subject: 'Test email from Latchkey',
      link: null,
      code: null,
    },
  ])

  const asJson = await mailTest({ PORT: '5000' }, '--json')
  expect(JSON.parse(asJson.output)).toEqual({
    status: 'caught',
    mailbox: 'http://localhost:5000/mailbox',
  })
})

test('wrong arguments and settings are explained in a sentence', async () => {
  const bad = await runCommand(['mail', 'test', '--to', 'grace'], {})
  expect([bad.code, bad.errors]).toEqual([
    1,
    '"grace" cannot be used as an email address: it has no @.\n',
  ])
  const noAddress = await runCommand(['mail', 'test'], {})
  expect([noAddress.code, noAddress.errors]).toEqual([1, expect.stringContaining('--to <email>')])
  const half = await mailTest({ EMAIL_USER: 'ada@gmail.com' })
  expect([half.code, half.errors]).toEqual([1, expect.stringContaining('EMAIL_PASS is missing')])
})
