import type { SMTPServerOptions } from 'smtp-server'
import { expect, onTestFinished, test } from 'vitest'
import { openMailServer, openRudeServer, smtpError } from '../testing/mail-server.ts'
import { from } from '../testing/mailer.ts'
import { branding } from '../testing/messages.ts'
import { sendTestEmail } from './send-test-email.ts'

const password = 'right & proper'
const email = {
  id: 'a-1',
  to: 'ada@example.test',
  ehloName: 'reset.example.test',
  from,
  branding,
}

async function serverWith(options: SMTPServerOptions = {}) {
  const server = await openMailServer(options)
  onTestFinished(server.close)
  return server
}

function sendTo(port: number, more: { scheme?: string; host?: string; timeouts?: object } = {}) {
  const { scheme = 'smtp', host = '127.0.0.1', timeouts = {} } = more
  const url = `${scheme}://ada:${encodeURIComponent(password)}@${host}:${port}`
  return sendTestEmail({ ...email, url, timeouts })
}

const signingIn: SMTPServerOptions = {
  disabledCommands: [],
  onAuth: ({ username }, _session, done) => done(null, { user: username ?? '' }),
}

test('it arrives, says what it is, and holds no secret', async () => {
  const server = await serverWith(signingIn)
  const result = await sendTo(server.port)
  expect(result).toEqual({
    status: 'handed-over',
    host: '127.0.0.1',
    port: server.port,
    auth: 'password',
    answer: expect.stringContaining('kept as q-71'),
  })
  expect(server.received).toHaveLength(1)
  const [{ from: sender, to, mail, raw } = expect.unreachable()] = server.received
  expect([sender, to]).toEqual([from.address, ['ada@example.test']])
  expect(mail.from).toMatchObject(from)
  expect(mail.messageId).toBe('<a-1@mail.example.test>')
  expect(mail.subject).toBe('Test email from Latchkey')
  expect(mail.text).toContain('If you can read this, Latchkey can send email.')
  expect(mail.html).toContain('If you can read this, Latchkey can send email.')
  expect(mail.html).toContain('href="https://reset.example.test/forgot-password"')
  expect(raw).not.toMatch(/token|One-Time-Code/i)
})

test.each<[string, number, SMTPServerOptions]>([
  [
    'sign-in',
    535,
    {
      ...signingIn,
      onAuth: (_auth, _session, done) =>
        done(smtpError(535, `no, not ${password} nor ${btoa(password)} for ada@example.test`)),
    },
  ],
  ['sender', 550, { ...signingIn, onMailFrom: (_a, _s, done) => done(smtpError(550, 'no')) }],
  ['recipient', 554, { ...signingIn, onRcptTo: (_a, _s, done) => done(smtpError(554, 'no')) }],
  [
    'message',
    554,
    {
      ...signingIn,
      onData: (s, _, done) => s.resume().on('end', () => done(smtpError(554, 'no'))),
    },
  ],
  ['greeting', 421, { onConnect: (_session, done) => done(smtpError(421, 'too many')) }],
])(
  'a server that says no at the step "%s" is quoted, without a secret',
  async (step, reply, how) => {
    const server = await serverWith(how)
    const result = await sendTo(server.port)
    expect(result).toMatchObject({ status: 'failed', step, reply })
    expect(result.answer).toContain(String(reply))
    expect(result.answer).not.toContain(password)
    expect(result.answer).not.toContain(btoa(password))
    expect(result.answer).not.toContain('ada@')
    expect(server.received).toEqual([])
  },
)

test('a port where no server listens', async () => {
  const server = await openRudeServer(() => {})
  await server.close()
  expect(await sendTo(server.port)).toMatchObject({
    step: 'connect',
    reply: undefined,
    answer: expect.stringContaining('ECONNREFUSED'),
  })
})

test('a server that never greets', async () => {
  const server = await openRudeServer(() => {})
  onTestFinished(server.close)
  const result = await sendTo(server.port, { timeouts: { greetingMs: 30 } })
  expect(result).toMatchObject({ status: 'failed', step: 'greeting' })
})

test('a host name that does not exist', async () => {
  const url = 'smtp://mail.invalid'
  const result = await sendTestEmail({ ...email, url })
  expect(result).toMatchObject({ status: 'failed', step: 'look-up' })
})

test('a certificate of an unknown authority', async () => {
  const server = await serverWith({ ...signingIn, secure: true })
  // Leads to this machine, and is none of the names that always do.
  const result = await sendTo(server.port, { scheme: 'smtps', host: '0.0.0.0' })
  expect(result).toMatchObject({
    step: 'encryption',
    answer: expect.stringContaining('certificate'),
  })
})

test('TLS from the start, to a port that begins without', async () => {
  const server = await serverWith(signingIn)
  expect(await sendTo(server.port, { scheme: 'smtps' })).toMatchObject({ step: 'encryption' })
})

test('a server that accepts the connection and says nothing has fallen silent', async () => {
  const silent = await openRudeServer(() => {})
  onTestFinished(silent.close)
  expect(await sendTo(silent.port, { timeouts: { greetingMs: 200 } })).toMatchObject({
    ...{ status: 'failed', step: 'greeting', failure: 'unreachable' },
    meaning: expect.stringContaining('fell silent'),
    advice: expect.stringContaining('smtps://'),
  })
})

test('the certificate of a server on this machine is not checked, as by STARTTLS', async () => {
  const server = await serverWith({
    secure: true,
    onAuth: (_auth, _session, done) => done(null, { user: 'ada' }),
  })
  expect(await sendTo(server.port, { scheme: 'smtps' })).toMatchObject({ status: 'handed-over' })
})
