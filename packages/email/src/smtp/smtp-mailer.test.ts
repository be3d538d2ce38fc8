import { type HandoverFailed, mailedSecrets } from '@latchkey/core'
import type { SMTPServerOptions } from 'smtp-server'
import { expect, onTestFinished, test } from 'vitest'
import { sampleMessages } from '../render/samples.ts'
import { openMailServer, openRudeServer, smtpError } from '../testing/mail-server.ts'
import { from, mailerFor } from '../testing/mailer.ts'
import { passwordChanged, recovery } from '../testing/messages.ts'

async function openTestbed(options: SMTPServerOptions = {}) {
  const server = await openMailServer(options)
  onTestFinished(server.close)
  return { server, mailer: mailerFor(urlOf(server)) }
}

function urlOf({ port }: { port: number }): string {
  return `smtp://127.0.0.1:${port}`
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

test('a recovery email reaches its one recipient, in both parts', async () => {
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

test('its headers tell programs what it is', async () => {
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

test('a second attempt has the same Message-ID', async () => {
  const { server, mailer } = await openTestbed()
  await mailer.send(recovery)
  await mailer.send({ ...recovery, code: '771204' })
  const ids = server.received.map(({ mail }) => mail.messageId)
  expect(ids).toHaveLength(2)
  expect(new Set(ids).size).toBe(1)
})

test('an address that could be read as two is not sent to', async () => {
  const { server, mailer } = await openTestbed()
  const to = 'ada@example.test,eve@evil.test'
  await failureOf(mailer.send({ ...recovery, to }))
  expect(server.received).toEqual([])
})

test('a greylisted email is tried again', async () => {
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

test.each(sampleMessages('en').map((message) => [message.kind, message] as const))(
  'a server that quotes the whole %s email reveals none of its secrets',
  async (_kind, message) => {
    const secrets = Object.values(mailedSecrets(message))
    const { mailer } = await openTestbed({
      onData: (stream, _session, done) =>
        stream.resume().on('end', () => done(smtpError(554, `spam: ${secrets.join(' ')}`))),
    })
    const { message: said } = await failureOf(mailer.send(message))
    expect(said).toContain('554 spam:')
    for (const secret of secrets) expect(said).not.toContain(secret)
  },
)

test('after a refusal the next email is sent', async () => {
  const { server, mailer } = await openTestbed({
    onRcptTo: ({ address }, _session, done) =>
      done(address.startsWith('ada') ? smtpError(550, 'no') : null),
  })
  await failureOf(mailer.send(recovery))
  await mailer.send({ ...recovery, to: 'grace@example.test' })
  expect(server.received.map(({ to }) => to)).toEqual([['grace@example.test']])
})

test('a server that refuses connections is tried again', async () => {
  const server = await openRudeServer(() => {})
  await server.close()
  const failure = await failureOf(mailerFor(urlOf(server)).send(recovery))
  expect(failure.failure).toBe('unreachable')
  expect(failure.message).toContain('ECONNREFUSED')
})

test('a server that never greets is given up', async () => {
  const server = await openRudeServer(() => {})
  onTestFinished(server.close)
  const mailer = mailerFor(urlOf(server), { timeouts: { greetingMs: 30 } })
  const failure = await failureOf(mailer.send(recovery))
  expect(failure.failure).toBe('unreachable')
  expect(failure.message).toContain('did not answer in time')
})

test('a server that trickles its greeting never looks idle, so the whole hand-over has a deadline', async () => {
  const hungUp: Promise<unknown>[] = []
  const server = await openRudeServer((socket) => {
    hungUp.push(new Promise((resolve) => socket.once('close', resolve)))
    const trickle = setInterval(() => socket.write('220-wait\r\n'), 10)
    socket.on('close', () => clearInterval(trickle))
  })
  onTestFinished(server.close)
  const mailer = mailerFor(urlOf(server), { timeouts: { overallMs: 60 } })
  const failure = await failureOf(mailer.send(recovery))
  expect(failure.failure).toBe('unreachable')
  expect(failure.message).toContain('gave up')
  await Promise.all(hungUp)
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
  const mailer = mailerFor(urlOf(server))
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
  const failure = await failureOf(mailerFor(urlOf(server)).send(recovery))
  expect(failure.failure).toBe('unclear')
  expect(handedOver).toBe(1)
})

test('a server that falls silent after the body may have the email', async () => {
  const server = await openMailServer({ onData: (stream) => void stream.resume() })
  onTestFinished(server.close)
  const mailer = mailerFor(urlOf(server), { timeouts: { overallMs: 5_000 } })
  const failure = await failureOf(mailer.send(recovery))
  expect(failure.failure).toBe('unclear')
  expect(failure.message).toBe('The mail server did not answer in time: gave up after 5 s')
  server.cut()
})

test('a server that hangs up before it asks for the body does not have the email', async () => {
  const server = await openMailServer({ onRcptTo: () => server.cut() })
  onTestFinished(server.close)
  const failure = await failureOf(mailerFor(urlOf(server)).send(recovery))
  expect(failure.failure).toBe('unreachable')
})

test('a server that hangs up before the greeting is tried once more, not for ever', async () => {
  let connections = 0
  const server = await openRudeServer((socket) => {
    connections += 1
    socket.destroy()
  })
  onTestFinished(server.close)
  const failure = await failureOf(mailerFor(urlOf(server)).send(recovery))
  expect(failure.failure).toBe('unreachable')
  expect(connections).toBe(2)
})

test('closing the mailer lets an email under way finish', async () => {
  const { promise: bodyArrived, resolve: arrived } = Promise.withResolvers<void>()
  const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<void>()
  const server = await openMailServer({
    async onData(stream, _session, done) {
      stream.resume()
      arrived()
      await mayAnswer
      done()
    },
  })
  onTestFinished(server.close)
  const mailer = mailerFor(urlOf(server))
  const handover = mailer.send(recovery)
  await bodyArrived
  mailer.close()
  answer()
  expect((await handover).answer).toContain('250')
})

test('a self-signed certificate is accepted for STARTTLS on this machine', async () => {
  const { server, mailer } = await openTestbed({ disabledCommands: [] })
  await mailer.send(recovery)
  expect(server.received.map(({ secure }) => secure)).toEqual([true])
})

test('smtps requires a trusted certificate', async () => {
  const server = await openMailServer({ secure: true })
  onTestFinished(server.close)
  // Leads to this machine, and is none of the names that always do.
  const failure = await failureOf(mailerFor(`smtps://0.0.0.0:${server.port}`).send(recovery))
  expect(failure.failure).toBe('setup')
  expect(failure.message).toContain('certificate')
  expect(server.received).toEqual([])
})

test('it signs in with the password of the URL; a refusal is quoted without it', async () => {
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

  await mailerFor(`smtp://ada:right%20%26%20proper@${host}`).send(recovery)
  expect(server.received).toHaveLength(1)

  const failure = await failureOf(mailerFor(`smtp://ada:hunter2@${host}`).send(recovery))
  expect(failure.failure).toBe('setup')
  expect(failure.message).toBe(
    'The mail server did not let us sign in: 535 no, *** is wrong, as are *** and ***',
  )
  expect(server.received).toHaveLength(1)
})

test('it gives its own name in EHLO', async () => {
  const { server, mailer } = await openTestbed()
  await mailer.send(recovery)
  expect(server.received.map(({ ehloName }) => ehloName)).toEqual(['reset.example.test'])
})

test('an unusable URL is refused before anything is sent', () => {
  expect(() => mailerFor('http://mail.example.test')).toThrow('must start with smtp://')
})
