import type { SMTPServerOptions } from 'smtp-server'
import { expect, onTestFinished, test } from 'vitest'
import { openMailServer } from '../testing/mail-server.ts'
import { checkMailServer } from './check-mail-server.ts'

async function check(options: SMTPServerOptions) {
  const server = await openMailServer(options)
  onTestFinished(server.close)
  const url = `smtp://ada:right@127.0.0.1:${server.port}`
  const checked = await checkMailServer({ url, ehloName: 'reset.example.test' })
  return { checked, received: server.received }
}

test('it signs in and sends nothing', async () => {
  const users: (string | undefined)[] = []
  const { checked, received } = await check({
    disabledCommands: [],
    onAuth({ username }, _session, done) {
      users.push(username)
      done(null, { user: 'ada' })
    },
  })
  expect(checked).toMatchObject({ status: 'reached', auth: 'password', signInSkipped: false })
  expect(users).toEqual(['ada'])
  expect(received).toEqual([])
})

test('a password that is refused fails at that step, and is not quoted', async () => {
  const { checked } = await check({
    disabledCommands: [],
    onAuth: (_auth, _session, done) => done(new Error('no such password: right')),
  })
  expect(checked).toMatchObject({ status: 'failed', step: 'sign-in' })
  expect(JSON.stringify(checked)).not.toContain('right')
})

test('a server that offers no sign-in is reached all the same, and that is told', async () => {
  const { checked } = await check({ disabledCommands: ['AUTH', 'STARTTLS'] })
  expect(checked).toMatchObject({ status: 'reached', signInSkipped: true })
})

test('a port where nobody listens', async () => {
  const checked = await checkMailServer({
    url: 'smtp://127.0.0.1:1',
    ehloName: 'reset.example.test',
  })
  expect(checked).toMatchObject({ status: 'failed', step: 'connect' })
})
