import { once } from 'node:events'
import type { HandoverFailed } from '@latchkey/core'
import type { SMTPServerOptions } from 'smtp-server'
import { expect, onTestFinished, test } from 'vitest'
import { openMailServer, openRudeServer, smtpError } from '../testing/mail-server.ts'
import { branding, passwordChanged, recovery } from '../testing/messages.ts'
import { createSmtpMailer, type SmtpOptions } from './smtp-mailer.ts'

// Frozen, as settings are: the library likes to write into what it is given.
const from = Object.freeze({ name: 'Latchkey', address: 'hello@mail.example.test' })

async function openTestbed(options: SMTPServerOptions = {}) {
  const server = await openMailServer(options)
  onTestFinished(server.close)
  return { server, mailer: mailerFor(`smtp://127.0.0.1:${server.port}`) }
}

function mailerFor(url: string, timeouts: SmtpOptions['timeouts'] = {}) {
  const mailer = createSmtpMailer({ url, from, branding, timeouts })
  onTestFinished(() => mailer.close())
  return mailer
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}

function failureOf(handover: Promise<unknown>): Promise<HandoverFailed> {
  return handover.then(
    () => expect.unreachable('it was handed over'),
    (failure) => failure,
  )
}

test('a recovery mail reaches its one recipient, in both parts', async () => {
  const { server, mailer } = await openTestbed()
  const { answer } = await mailer.send(recovery)

  expect(answer).toContain('kept as q-71')
  expect(server.received).toHaveLength(1)
  const [{ from: sender, to, mail } = expect.unreachable()] = server.received
  expect(sender).toBe(from.address)
  expect(to).toEqual(['ada@example.test'])
  expect(mail.from).toMatchObject(from)
  expect(mail.to).toMatchObject([{ address: 'ada@example.test' }])
  expect(mail.subject).toBe('Latchkey: reset your password — polite koala')
  expect(mail.text).toContain(recovery.link)
  expect(mail.text?.trimEnd().split('\n').at(-1)).toBe('@reset.example.test #482915')
  expect(mail.html).toContain(`href="${recovery.link}"`)
  expect(mail.attachments).toEqual([])
})

test('its headers tell machines what it is', async () => {
  const { server, mailer } = await openTestbed()
  await mailer.send(recovery)

  const [{ mail, raw } = expect.unreachable()] = server.received
  const headers = new Map(mail.headers.map(({ key, value }) => [key, value]))
  expect(headers.get('content-type')).toContain('multipart/alternative')
  expect(headers.get('message-id')).toBe(`<${recovery.id}@mail.example.test>`)
  expect(headers.get('auto-submitted')).toBe('auto-generated')
  expect(headers.get('x-auto-response-suppress')).toBe('All')
  expect(headers.get('one-time-code')).toBe('code=482915; origin=reset.example.test')
  expect(Date.parse(headers.get('date') ?? '')).not.toBeNaN()
  for (const absent of ['list-unsubscribe', 'precedence', 'x-mailer', 'bcc', 'cc']) {
    expect(headers.has(absent)).toBe(false)
  }
  expect(raw.indexOf('text/plain')).toBeLessThan(raw.indexOf('text/html'))
})

test('a notice carries no code header', async () => {
  const { server, mailer } = await openTestbed()
  await mailer.send(passwordChanged)
  const [{ mail } = expect.unreachable()] = server.received
  expect(mail.headers.map(({ key }) => key)).not.toContain('one-time-code')
  expect(mail.text).toContain(passwordChanged.notMeLink)
})

test('a second attempt is recognisably the same message', async () => {
  const { server, mailer } = await openTestbed()
  await mailer.send(recovery)
  await mailer.send({ ...recovery, code: '771204' })
  const ids = server.received.map(({ mail }) => mail.messageId)
  expect(ids).toHaveLength(2)
  expect(new Set(ids).size).toBe(1)
})

test('an address that looks like two is never read as two', async () => {
  const { server, mailer } = await openTestbed()
  const to = 'ada@example.test,eve@evil.test'
  await failureOf(mailer.send({ ...recovery, to }))
  expect(server.received).toEqual([])
})

test('a greylisting server is asked again', async () => {
  const { mailer } = await openTestbed({
    onRcptTo: (_address, _session, done) => done(smtpError(451, 'come back later')),
  })
  const failure = await failureOf(mailer.send(recovery))
  expect(failure).toMatchObject({ name: 'HandoverFailed', failure: 'busy' })
  expect(failure.message).toBe('The mail server refused the recipient: 451 come back later')
})

test('an unknown recipient is not tried again, nor named in full', async () => {
  const { mailer } = await openTestbed({
    onRcptTo: ({ address }, _session, done) => done(smtpError(550, `no such user <${address}>`)),
  })
  const failure = await failureOf(mailer.send(recovery))
  expect(failure.failure).toBe('refused')
  expect(failure.message).toBe(
    'The mail server refused the recipient: 550 no such user <***@example.test>',
  )
})

test('a refused message is not tried again, and the answer gives nothing away', async () => {
  const { mailer } = await openTestbed({
    onData(stream, _session, done) {
      const answer = `spam: ${recovery.link} or ${recovery.link.split('=')[1]} or ${recovery.code}`
      stream.resume().on('end', () => done(smtpError(554, answer)))
    },
  })
  const failure = await failureOf(mailer.send(recovery))
  expect(failure.failure).toBe('refused')
  expect(failure.message).toBe('The mail server refused the message: 554 spam: *** or *** or ***')
})

test('after a refusal the next mail goes out', async () => {
  const { server, mailer } = await openTestbed({
    onRcptTo: ({ address }, _session, done) =>
      done(address.startsWith('ada') ? smtpError(550, 'no') : null),
  })
  await failureOf(mailer.send(recovery))
  await mailer.send({ ...recovery, to: 'grace@example.test' })
  expect(server.received.map(({ to }) => to)).toEqual([['grace@example.test']])
})

test('a server that is not there is tried again', async () => {
  const server = await openRudeServer(() => {})
  await server.close()
  const failure = await failureOf(mailerFor(`smtp://127.0.0.1:${server.port}`).send(recovery))
  expect(failure.failure).toBe('unreachable')
  expect(failure.message).toContain('ECONNREFUSED')
})

test('a server that never greets is given up on', async () => {
  const server = await openRudeServer(() => {})
  onTestFinished(server.close)
  const mailer = mailerFor(`smtp://127.0.0.1:${server.port}`, { greetingMs: 30 })
  const failure = await failureOf(mailer.send(recovery))
  expect(failure.failure).toBe('unreachable')
  expect(failure.message).toContain('did not answer in time')
})

test('a server that trickles never looks idle, so the whole hand-over has a deadline', async () => {
  const hungUp: Promise<unknown>[] = []
  const server = await openRudeServer((socket) => {
    hungUp.push(once(socket, 'close'))
    const trickle = setInterval(() => socket.write('220-wait\r\n'), 10)
    socket.on('close', () => clearInterval(trickle))
  })
  onTestFinished(server.close)
  const mailer = mailerFor(`smtp://127.0.0.1:${server.port}`, { overallMs: 60 })
  const failure = await failureOf(mailer.send(recovery))
  expect(failure.failure).toBe('unreachable')
  expect(failure.message).toContain('gave up')
  await Promise.all(hungUp)
  await expect(mailer.verify()).rejects.toMatchObject({ failure: 'unreachable' })
})

test('a pooled connection that went stale is replaced', async () => {
  let stale = false
  const server = await openMailServer({
    onMailFrom(_address, _session, done) {
      if (!stale) return done()
      stale = false
      server.cut()
    },
  })
  onTestFinished(server.close)
  const mailer = mailerFor(`smtp://127.0.0.1:${server.port}`)
  await mailer.send(recovery)
  stale = true
  await mailer.send(passwordChanged)
  expect(server.received).toHaveLength(2)
})

test('a connection lost after the final dot is tried again later, not at once', async () => {
  let handedOver = 0
  const server = await openMailServer({
    onData(stream) {
      stream.resume().on('end', () => {
        handedOver += 1
        server.cut()
      })
    },
  })
  onTestFinished(server.close)
  const failure = await failureOf(mailerFor(`smtp://127.0.0.1:${server.port}`).send(recovery))
  expect(failure.failure).toBe('unclear')
  expect(handedOver).toBe(1)
})

test('a self-signed certificate on this machine is good enough for STARTTLS', async () => {
  const { server, mailer } = await openTestbed({ disabledCommands: [] })
  await mailer.send(recovery)
  expect(server.received.map(({ secure }) => secure)).toEqual([true])
})

test('smtps insists on a certificate that can be trusted', async () => {
  const server = await openMailServer({ secure: true })
  onTestFinished(server.close)
  const failure = await failureOf(mailerFor(`smtps://127.0.0.1:${server.port}`).send(recovery))
  expect(failure.failure).toBe('setup')
  expect(failure.message).toContain('certificate')
  expect(server.received).toEqual([])
})

test('verify says whether we may use the server, and sends nothing', async () => {
  const server = await openMailServer({
    disabledCommands: [],
    authOptional: false,
    onAuth({ username, password }, _session, done) {
      if (password === 'right & proper') return done(null, { user: username })
      const sent = [`\0${username}\0${password}`, `${password}`].map(base64)
      done(smtpError(535, `no, ${password} is wrong, as are ${sent.join(' and ')}`))
    },
  })
  onTestFinished(server.close)
  const host = `127.0.0.1:${server.port}`

  await mailerFor(`smtp://ada:right%20%26%20proper@${host}`).verify()

  const wrong = mailerFor(`smtp://ada:hunter2@${host}`)
  for (const failure of [await failureOf(wrong.verify()), await failureOf(wrong.send(recovery))]) {
    expect(failure.failure).toBe('setup')
    expect(failure.message).toBe(
      'The mail server did not accept the user name and password: 535 no, *** is wrong, as are *** and ***',
    )
  }
  expect(server.received).toEqual([])
})

test('an unusable URL is refused before anything is sent', () => {
  expect(() => createSmtpMailer({ url: 'http://mail.example.test', from, branding })).toThrow(
    'must start with smtp://',
  )
})
