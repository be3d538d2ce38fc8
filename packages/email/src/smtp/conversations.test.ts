import type { Socket } from 'node:net'
import type { SMTPServerOptions } from 'smtp-server'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openMailServer, openRudeServer } from '../testing/mail-server.ts'
import { from, mailerFor } from '../testing/mailer.ts'
import { branding, recovery } from '../testing/messages.ts'
import { sendTestEmail } from './send-test-email.ts'

/* Whole conversations that go wrong: the class for the queue, and the words of `latchkey mail test`. */

const signInUser = 'ada:hunter2@'

function testEmailTo(port: number, more: { user?: string; timeouts?: object } = {}) {
  return sendTestEmail({
    ...{ id: 'a-1', to: 'grace@example.test', ehloName: 'reset.example.test', from, branding },
    url: `smtp://${more.user ?? ''}127.0.0.1:${port}`,
    timeouts: more.timeouts ?? {},
  })
}

/** The same by the worker's mailer, which pools its connections. */
async function failureOf(port: number, user = '') {
  const mailer = mailerFor(`smtp://${user}127.0.0.1:${port}`)
  return mailer.send(recovery).then(
    () => expect.unreachable('it was handed over'),
    (failure) => failure,
  )
}

type Reply = string | 'silence'

/** A server that answers each command by its verb. It has no STARTTLS, and with `PIPELINING` reads ahead. */
async function scripted(replies: Partial<Record<string, Reply>>, extensions: string[] = []) {
  const said: string[] = []
  const server = await openRudeServer((socket: Socket) => {
    let inBody = false
    let silent = false
    const answer = (reply: Reply) => {
      if (reply === 'silence') silent = true
      if (silent || socket.destroyed) return
      socket.write(`${reply}\r\n`)
      if (reply.startsWith('421')) socket.end()
    }
    answer(replies.greeting ?? '220 mail.example.test ESMTP')
    socket.on('data', (data) => {
      for (const line of data.toString().split('\r\n').filter(Boolean)) {
        if (inBody) {
          if (line !== '.') continue
          inBody = false
          answer(replies.body ?? '250 2.0.0 queued')
          continue
        }
        said.push(line)
        const verb = line.split(/[ :]/)[0]?.toUpperCase() ?? ''
        const usual: Record<string, string> = {
          EHLO: [
            '250-mail.example.test',
            ...extensions.map((one) => `250-${one}`),
            '250 HELP',
          ].join('\r\n'),
          AUTH: '235 2.7.0 welcome',
          DATA: '354 go ahead',
        }
        const reply = replies[verb] ?? usual[verb] ?? '250 ok'
        if (verb === 'DATA' && reply.startsWith('3')) inBody = true
        answer(reply)
      }
    })
  })
  onTestFinished(server.close)
  return { port: server.port, said }
}

describe('EHLO', () => {
  test.each(['501 5.5.4 Invalid domain name', '550 5.7.1 Helo invalid'])(
    'a name that is refused with %s is a matter of settings',
    async (reply) => {
      const { port } = await scripted({ EHLO: reply, HELO: reply })
      expect(await testEmailTo(port)).toMatchObject({
        ...{ step: 'ehlo', failure: 'setup' },
        advice: expect.stringContaining('SMTP_NAME'),
      })
      expect(await failureOf(port)).toMatchObject({ failure: 'setup', concerns: 'everyone' })
    },
  )

  test('a name that is refused when the recipient is named, too', async () => {
    const { port } = await scripted({ RCPT: '504 5.5.2 <reset>: Helo command rejected: no' })
    expect(await testEmailTo(port)).toMatchObject({
      ...{ step: 'recipient', failure: 'setup' },
      advice: expect.stringContaining('SMTP_NAME'),
    })
    expect(await failureOf(port)).toMatchObject({ failure: 'setup', concerns: 'recipient' })
  })
})

describe('a server that closes the connection with 421', () => {
  test.each([
    ['MAIL', 'sender', 'everyone'],
    ['RCPT', 'recipient', 'recipient'],
  ])('at %s is busy, with its text, also with PIPELINING', async (verb, step, concerns) => {
    for (const extensions of [[], ['PIPELINING']]) {
      const { port } = await scripted({ [verb]: '421 4.7.28 too fast for us' }, extensions)
      expect(await testEmailTo(port)).toMatchObject({
        ...{ step, reply: 421, failure: 'busy' },
        answer: expect.stringContaining('4.7.28 too fast for us'),
      })
      expect(await failureOf(port)).toMatchObject({
        ...{ failure: 'busy', concerns },
        message: expect.stringContaining('4.7.28 too fast for us'),
      })
    }
  })
})

describe('a server that falls silent', () => {
  // They hold for every step, so the others must not take as long.
  const idle = { idleMs: 5_000 }
  const late = { overallMs: 5_000 }

  test('the step is named', async () => {
    const silences = [
      ['EHLO', 'ehlo', 'when we gave our name'],
      ['AUTH', 'sign-in', 'while we signed in'],
      ['MAIL', 'sender', 'when it was told the sender'],
      ['RCPT', 'recipient', 'when it was told the recipient'],
      ['DATA', 'message', 'after it was given the email'],
    ] as const
    const abilities = [['AUTH PLAIN'], ['AUTH PLAIN', 'PIPELINING']]
    const cases = silences.flatMap((silence) =>
      abilities.map((some) => [...silence, some] as const),
    )
    // At once: each takes as long as its timeouts.
    const tries = cases.map(async ([verb, step, words, extensions]) => {
      const named = { step, failure: 'unreachable', meaning: expect.stringContaining(words) }
      const { port } = await scripted({ [verb]: 'silence' }, extensions)
      const mailer = mailerFor(`smtp://${signInUser}127.0.0.1:${port}`, { timeouts: idle })
      const [pooled, ...results] = await Promise.all([
        mailer.send(recovery).catch((failure) => failure),
        testEmailTo(port, { user: signInUser, timeouts: idle }),
        testEmailTo(port, { user: signInUser, timeouts: late }),
      ])
      expect(results, verb).toMatchObject([named, named])
      expect(pooled, verb).toMatchObject({
        failure: 'unreachable',
        message: `The mail server did not answer in time, at the step "${step}": Timeout`,
      })
    })
    await Promise.all(tries)
  })
})

describe('signing in', () => {
  const offering = (authMethods: string[], options: SMTPServerOptions = {}) =>
    openMailServer({
      ...{ disabledCommands: ['STARTTLS'], authMethods, allowInsecureAuth: true },
      ...options,
    })

  test('a password is not sent by a method that the server does not offer', async () => {
    const { port, said } = await scripted({}, ['AUTH XOAUTH2'])
    const result = await testEmailTo(port, { user: signInUser })
    expect(result).toMatchObject({
      ...{ status: 'failed', step: 'sign-in', failure: 'setup' },
      advice: expect.stringContaining('SMTP_AUTH=oauth2'),
    })
    expect(await failureOf(port, signInUser)).toMatchObject({
      ...{ failure: 'setup', concerns: 'everyone' },
      message: expect.stringContaining('it offers XOAUTH2'),
    })
    expect(said.filter((line) => line.startsWith('AUTH'))).toEqual([])
  })

  test('LOGIN is used where PLAIN is not offered', async () => {
    const seen: unknown[] = []
    const server = await offering(['LOGIN'], {
      onAuth({ method, username, password }, _session, done) {
        seen.push([method, username, password])
        done(null, { user: 'ada' })
      },
    })
    onTestFinished(server.close)
    expect(await testEmailTo(server.port, { user: signInUser })).toMatchObject({
      status: 'handed-over',
    })
    expect(seen).toEqual([['LOGIN', 'ada', 'hunter2']])
  })

  test.each([['no AUTH'], ['AUTH NTLM GSSAPI']])(
    'a server with %s that takes email all the same: it is said that the password was not used',
    async (extension) => {
      const { port, said } = await scripted(
        {},
        [extension].filter((one) => one !== 'no AUTH'),
      )
      expect(await testEmailTo(port, { user: signInUser })).toMatchObject({
        ...{ status: 'handed-over', signInSkipped: true },
      })
      expect(said.filter((line) => line.startsWith('AUTH'))).toEqual([])
    },
  )

  test.each([
    ['MAIL', '530 5.7.57 Client was not authenticated to send mail', 'everyone'],
    ['RCPT', '554 5.7.1 <***@example.test>: Relay access denied', 'recipient'],
  ])('without AUTH, a refusal at %s is explained by that', async (verb, reply, concerns) => {
    const { port } = await scripted({ [verb]: reply })
    expect(await testEmailTo(port, { user: signInUser })).toMatchObject({
      ...{ failure: 'setup' },
      meaning: expect.stringContaining('offered no way to do so'),
    })
    expect(await failureOf(port, signInUser)).toMatchObject({ failure: 'setup', concerns })
  })
})

test('what the test email says of an answer is what the queue does with it', async () => {
  const answers = [
    '550 5.7.1 Service unavailable, client host [192.0.2.7] blocked using a list',
    '550 5.4.5 Daily user sending limit exceeded',
    '550 5.1.1 user unknown',
    '552 5.2.2 mailbox full',
    '451 greylisted',
    '530 authentication is required',
  ]
  const tries = answers.flatMap((answer) =>
    ['MAIL', 'RCPT', 'body'].map(async (verb) => {
      const { port } = await scripted({ [verb]: answer })
      const { failure } = await failureOf(port)
      expect(await testEmailTo(port), `${verb} ${answer}`).toMatchObject({ failure })
    }),
  )
  await Promise.all(tries)
})
