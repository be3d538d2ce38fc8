import { codeIn, NEW_PASSWORD, OLD_PASSWORD } from '@latchkey/core/testing'
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import { describe, expect, expectTypeOf, test } from 'vitest'
import type { AppRouter } from '../router.ts'
import { openDoor, refusalOnTheWire } from '../testing/door.ts'

const uuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/
const token = /^[\w-]{43}$/

async function afterAnEmail() {
  const door = openDoor()
  await door.testbed.addAccount('Ada@example.test')
  const emailed = await door.testbed.recoveryEmailFor('ada@example.test')
  return { door, ...emailed }
}

test('a recovery by code over HTTP, from the request to the sign-in', async () => {
  const door = openDoor()
  await door.testbed.addAccount('Ada@example.test')

  const requested = await door.post('recovery.request', { email: ' ADA@example.test ' })
  expect(requested).toMatchObject({
    status: 200,
    body: {
      result: {
        data: {
          requestId: expect.stringMatching(uuid),
          resendAfterSeconds: 60,
          codeExpiresAt: '2030-01-01T00:10:00.000Z',
        },
      },
    },
  })
  const [request] = door.testbed.tables.requests
  await door.testbed.deliverAll()
  const [message] = door.testbed.recoveryEmails()
  if (!request || !message) throw new Error('There is no email')

  const code = `${codeIn(message).slice(0, 3)} ${codeIn(message).slice(3)}`
  const proven = await door.caller.recovery.verifyCode({ requestId: request.id, code })
  const input = { token: proven.ticket, newPassword: NEW_PASSWORD, confirmPassword: NEW_PASSWORD }
  const changed = await door.post('recovery.reset', input)
  expect(changed.text).toBe('{"result":{"data":{"status":"changed"}}}')

  const session = await door.caller.session.signIn({
    email: 'ada@example.test',
    password: NEW_PASSWORD,
  })
  expect(session.login).toBe('Ada@example.test')
})

describe('an answer has exactly the documented keys', () => {
  const requested = {
    requestId: expect.stringMatching(uuid),
    resendAfterSeconds: 60,
    codeExpiresAt: '2030-01-01T00:10:00.000Z',
  }

  test('to request, the same for known and unknown addresses', async () => {
    const door = openDoor()
    await door.testbed.addAccount('ada@example.test')
    for (const email of ['ada@example.test', 'nobody@example.test']) {
      expect(await door.caller.recovery.request({ email })).toEqual(requested)
    }
    const texts = []
    for (const email of ['ada@example.test', 'nobody@example.test']) {
      const { text } = await door.post('recovery.request', { email })
      texts.push(text.replace(/"requestId":"[^"]{36}"/, ''))
    }
    expect(texts[1]).toBe(texts[0])
  })

  test('to resend', async () => {
    const { door, requestId } = await afterAnEmail()
    expect(await door.caller.recovery.resend({ requestId })).toEqual({ ...requested, requestId })
  })

  test('to verifyCode', async () => {
    const { door, requestId, code } = await afterAnEmail()
    expect(await door.caller.recovery.verifyCode({ requestId, code })).toEqual({
      ticket: expect.stringMatching(token),
      expiresAt: '2030-01-01T00:10:00.000Z',
      login: 'Ada@example.test',
    })
  })

  test('to verifyCode with the address, as in a browser that did not make the request', async () => {
    const { door, requestId, code } = await afterAnEmail()
    const other = await door.caller.recovery.request({ email: 'nobody@example.test' })
    const wrong = await door.post('recovery.verifyCode', { email: 'nobody@example.test', code })
    expect(wrong).toMatchObject(refusalOnTheWire('recovery.verifyCode', 'INVALID_OR_EXPIRED'))
    const proven = await door.caller.recovery.verifyCode({ email: ' ADA@example.test', code })
    expect(proven).toMatchObject({ login: 'Ada@example.test' })
    expect(other.requestId).not.toBe(requestId)
    const spent = await door.post('recovery.verifyCode', { email: 'ada@example.test', code })
    expect(spent).toMatchObject(refusalOnTheWire('recovery.verifyCode', 'INVALID_OR_EXPIRED'))
  })

  test('to verifyToken, as often as it is called', async () => {
    const { door, link } = await afterAnEmail()
    const before = door.written()
    for (let n = 0; n < 3; n += 1) {
      expect(await door.caller.recovery.verifyToken({ token: link })).toEqual({
        expiresAt: '2030-01-01T01:00:00.000Z',
        login: 'Ada@example.test',
      })
    }
    expect(door.written()).toBe(before)
  })

  test('to reset, with or without a confirmation', async () => {
    for (const twice of [{}, { confirmPassword: NEW_PASSWORD }]) {
      const { door, link } = await afterAnEmail()
      const input = { token: link, newPassword: NEW_PASSWORD, ...twice }
      expect(await door.caller.recovery.reset(input)).toEqual({ status: 'changed' })
    }
  })
})

test('a recovery link is not accepted as the link of a notice', async () => {
  const { door, link } = await afterAnEmail()
  for (const path of ['recovery.verifyNotMe', 'recovery.notMe']) {
    for (const token of [link, 'text']) {
      const answer = await door.post(path, { token })
      expect(answer).toMatchObject(refusalOnTheWire(path, 'INVALID_OR_EXPIRED'))
    }
  }
})

test('a request is answered without a secret, and without waiting for the email', async () => {
  const { door, link, code } = await afterAnEmail()
  const again = await door.post('recovery.request', { email: 'ada@example.test' })
  expect(again.text).not.toContain(link)
  expect(again.text).not.toContain(code)
  expect(door.testbed.recoveryEmails()).toHaveLength(1)
})

test('a request id is accepted in capitals, as some languages print it', async () => {
  const { door, requestId, code } = await afterAnEmail()
  const capitals = requestId.toUpperCase()
  expect(capitals).not.toBe(requestId)
  const again = await door.caller.recovery.resend({ requestId: capitals })
  expect(again.requestId).toBe(requestId)
  const proven = await door.caller.recovery.verifyCode({ requestId: capitals, code })
  expect(proven.login).toBe('Ada@example.test')
})

test('a code that is a number instead of text is refused before it is compared', async () => {
  const { door, requestId } = await afterAnEmail()
  const before = door.written()
  const answer = await door.post('recovery.verifyCode', { requestId, code: 1234 })
  expect(answer.status).toBe(400)
  expect(door.written()).toBe(before)
})

test('the link stays valid after a password was refused, for any reason', async () => {
  const { door, link } = await afterAnEmail()
  const choose = (newPassword: string, confirmPassword: string) =>
    door.post('recovery.reset', { token: link, newPassword, confirmPassword })
  const statuses = [
    (await choose('short', 'short')).status,
    (await choose('passwordpassword', 'passwordpassword')).status,
    (await choose(NEW_PASSWORD, OLD_PASSWORD)).status,
    (await choose(NEW_PASSWORD, NEW_PASSWORD)).status,
  ]
  expect(statuses).toEqual([400, 400, 400, 200])
})

test.each([
  'recovery.request',
  'recovery.resend',
  'recovery.verifyCode',
  'recovery.verifyToken',
  'recovery.reset',
  'session.signIn',
  'session.signOut',
])('%s does nothing for a GET', async (path) => {
  const { door, link } = await afterAnEmail()
  const before = door.written()
  const input = encodeURIComponent(JSON.stringify({ token: link, email: 'ada@example.test' }))
  const answer = await door.get(`${path}?input=${input}`)
  expect(answer.status).toBe(405)
  expect(door.written()).toBe(before)
})

test('a code without a request and without an address is refused, and says what is missing', async () => {
  const { door, code } = await afterAnEmail()
  const answer = await door.post('recovery.verifyCode', { code })
  expect(answer.status).toBe(400)
  expect(answer.text).toContain('requestId')
})

test('guesses cannot be batched into one call', async () => {
  const { door, requestId } = await afterAnEmail()
  const before = door.written()
  const paths = Array(5).fill('recovery.verifyCode').join(',')
  const guesses = Object.fromEntries([...'01234'].map((n) => [n, { requestId, code: '999999' }]))
  const answer = await door.post(`${paths}?batch=1`, guesses)
  expect(answer.status).toBe(400)
  expect(door.written()).toBe(before)
})

test('the inferred types are those of the JSON', () => {
  type In = inferRouterInputs<AppRouter>['recovery']
  type Out = inferRouterOutputs<AppRouter>['recovery']
  expectTypeOf<In>().toEqualTypeOf<{
    request: { email: string }
    resend: { requestId: string }
    verifyCode: { requestId?: string | undefined; email?: string | undefined; code: string }
    verifyToken: { token: string }
    reset: { token: string; newPassword: string; confirmPassword?: string | undefined }
    verifyNotMe: { token: string }
    notMe: { token: string }
  }>()
  expectTypeOf<Out>().toEqualTypeOf<{
    request: { requestId: string; resendAfterSeconds: number; codeExpiresAt: string }
    resend: { requestId: string; resendAfterSeconds: number; codeExpiresAt: string }
    verifyCode: { ticket: string; expiresAt: string; login: string }
    verifyToken: { expiresAt: string; login: string }
    reset: { status: 'changed' }
    verifyNotMe: { expiresAt: string; login: string }
    notMe: {
      status: 'secured'
      requestId: string
      resendAfterSeconds: number
      codeExpiresAt: string
      login: string
    }
  }>()
})
