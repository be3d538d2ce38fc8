import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { openTestLatchkey, recoveryMatchers, testPassword } from '@latchkey/server/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { longWait } from './kit/long-wait.ts'

expect.extend(recoveryMatchers)

/* The test kit, on itself: a whole recovery in code. */

let kit: Awaited<ReturnType<typeof openTestLatchkey>>
beforeAll(async () => {
  kit = await openTestLatchkey()
})
afterAll(() => kit.close())

const caller = { remoteAddress: '192.0.2.7', headers: { 'user-agent': 'Firefox/140 Linux' } }
const newPassword = 'seven blue lanterns by the sea'

test('a password is forgotten, emailed about and changed, and the owner is told', async () => {
  const { latchkey, mailbox } = kit
  await kit.addAccount('ada@example.test')
  const signIn = (password: string) =>
    latchkey.sessions.signIn({ email: 'ada@example.test', password }, caller)
  const session = await signIn(testPassword)
  if (session.status !== 'signed-in') throw new Error('Not signed in')

  expect(await latchkey.recovery.request({ email: 'ada@example.test' }, caller)).toMatchObject({
    status: 'requested',
    resendAfterSeconds: 60,
  })
  const { token = '' } = await mailbox.emailTo('ada@example.test', longWait)
  expect(await latchkey.recovery.verifyToken({ token }, caller)).toMatchObject({
    status: 'verified',
    login: 'ada@example.test',
  })

  const reset = () => latchkey.recovery.reset({ token, newPassword }, caller)
  let changed: unknown
  await expect(async () => {
    changed = await reset()
  }).toEndSessions(async () => (await latchkey.sessions.current(session.token)) !== undefined)
  expect(changed).toEqual({ status: 'changed' })
  expect(await reset()).toEqual({ status: 'refused', code: 'INVALID_OR_EXPIRED' })
  await mailbox.emailTo('ada@example.test', { ...longWait, kind: 'password-changed' })
  await expect(mailbox).toHaveNoticeFor('ada@example.test')
  expect(await signIn(newPassword)).toMatchObject({ status: 'signed-in' })
  expect(await signIn(testPassword)).toEqual({ status: 'refused', code: 'SIGN_IN_FAILED' })
})

test('a link works only once, and not after its time', async () => {
  const { latchkey, mailbox, clock } = kit
  await kit.addAccount('grace@example.test')
  await latchkey.recovery.request({ email: 'grace@example.test' }, caller)
  const { token = '' } = await mailbox.emailTo('grace@example.test', longWait)
  await expect(() => latchkey.recovery.reset({ token, newPassword }, caller)).toWorkOnlyOnce()

  await kit.addAccount('edith@example.test')
  await latchkey.recovery.request({ email: 'edith@example.test' }, caller)
  const late = await mailbox.emailTo('edith@example.test', longWait)
  await clock.advance({ minutes: 61 })
  expect(await latchkey.recovery.verifyToken({ token: late.token ?? '' }, caller)).toEqual({
    status: 'refused',
    code: 'INVALID_OR_EXPIRED',
  })
})

test('requests look the same for everybody', async () => {
  await expect((email: string) =>
    kit.latchkey.recovery.request({ email }, caller),
  ).toLookTheSameForUnknownAddresses({ known: 'ada@example.test' })
})

test('a matcher says what it saw', async () => {
  const tells = (email: string) => ({ status: email.startsWith('ada') ? 'sent' : 'unknown' })
  await expect(
    expect(tells).toLookTheSameForUnknownAddresses({ known: 'ada@example.test' }),
  ).rejects.toThrow(/tells who has an account.*"sent".*"unknown"/s)
  await expect(expect(() => ({ status: 'changed' })).toWorkOnlyOnce()).rejects.toThrow(
    'It works twice',
  )
  await expect(expect(() => {}).toEndSessions(() => true)).rejects.toThrow('1 are open after it')
})

test('sessions that are elsewhere are ended by a function, which is called until it succeeds', async () => {
  const ended: string[] = []
  const ofTest = await openTestLatchkey({
    async endSessions(accountId) {
      ended.push(accountId)
      if (ended.length === 1) throw new Error('Redis is away')
    },
  })
  const { latchkey, mailbox, clock } = ofTest
  const events: string[] = []
  latchkey.on('*', ({ event }) => events.push(event))
  await ofTest.addAccount('ada@example.test')
  await latchkey.recovery.request({ email: 'ada@example.test' }, caller)
  const { token = '' } = await mailbox.emailTo('ada@example.test', longWait)
  await latchkey.recovery.reset({ token, newPassword }, caller)
  await expect.poll(() => events).toContain('webhook.delayed')
  await clock.advance({ minutes: 1 })
  await expect.poll(() => events).toContain('webhook.delivered')
  expect(ended).toEqual([ended[0], ended[0]])
  await ofTest.close()
})

test('emails leave by the API of a mail service', async () => {
  const bodies: { to?: unknown; subject?: string }[] = []
  const service = createServer(async (request, response) => {
    bodies.push(JSON.parse(await text(request)))
    response.setHeader('content-type', 'application/json').end('{"id":"4ef9a417"}')
  })
  await once(service.listen(0, '127.0.0.1'), 'listening')
  const { port } = service.address() as AddressInfo
  const ofTest = await openTestLatchkey({
    mail: {
      service: `resend:re_key?endpoint=http://127.0.0.1:${port}`,
      from: 'Example <no-reply@example.test>',
    },
  })
  await ofTest.addAccount('ada@example.test')
  await ofTest.latchkey.recovery.request({ email: 'ada@example.test' }, caller)
  await expect.poll(() => bodies).toMatchObject([{ subject: expect.stringContaining('Example') }])
  expect(JSON.stringify(bodies[0]?.to)).toContain('ada@example.test')
  await ofTest.close()
  service.close()
})

test('a mail service that is misspelt is named', () => {
  const from = 'no-reply@example.test'
  const open = (service: string | undefined) => openTestLatchkey({ mail: { service, from } })
  return Promise.all([
    expect(open('resent:re_key')).rejects.toThrow(/mail\.service .*resend/),
    expect(open(undefined)).rejects.toThrow(/mail\.service is missing/),
  ])
})
