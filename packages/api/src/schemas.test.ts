import { NEW_PASSWORD, OLD_PASSWORD } from '@latchkey/core/testing'
import { describe, expect, test } from 'vitest'
import { openDoor, refusalOnTheWire } from './testing/door.ts'

/** A valid input for each procedure. */
async function withInputs() {
  const door = openDoor()
  await door.testbed.addAccount('ada@example.test')
  const { requestId, code, link } = await door.testbed.recoveryEmailFor('ada@example.test')
  const inputs: Record<string, Record<string, string>> = {
    'recovery.request': { email: 'ada@example.test' },
    'recovery.resend': { requestId },
    'recovery.verifyCode': { requestId, code },
    'recovery.verifyToken': { token: link },
    'recovery.reset': { token: link, newPassword: NEW_PASSWORD, confirmPassword: NEW_PASSWORD },
    'session.signIn': { email: 'ada@example.test', password: OLD_PASSWORD },
  }
  const before = door.written()
  const isUntouched = () => door.written() === before
  return { door, isUntouched, inputFor: (path: string) => inputs[path] ?? {} }
}

const fields = [
  ['recovery.request', 'email'],
  ['recovery.resend', 'requestId'],
  ['recovery.verifyCode', 'requestId'],
  ['recovery.verifyCode', 'code'],
  ['recovery.verifyToken', 'token'],
  ['recovery.reset', 'token'],
  ['recovery.reset', 'newPassword'],
  ['recovery.reset', 'confirmPassword'],
  ['session.signIn', 'email'],
  ['session.signIn', 'password'],
] as const
const paths = [...new Set(fields.map(([path]) => path))]

const CANARY = 'canary-7f3a9c'
const wrongTypes = (good: string) => ({
  'a number': 123456,
  zero: 0,
  'a boolean': true,
  null: null,
  'an empty list': [],
  'a list of one': [good],
  'a list of two': [good, CANARY],
  'an operator': { $ne: null },
  'a pattern': { $regex: '^' },
  'an object that reads like a list': { 0: good },
  'an address object': { name: good, address: CANARY },
  'an object with its own toString': { toString: good },
})
const badText = {
  nothing: '',
  space: ' ',
  NUL: `${CANARY}\0`,
  'a lone surrogate': `${CANARY}\ud800`,
  'a list': `${CANARY}@example.test,ada@example.test`,
  'a header': `${CANARY}@example.test\r\nBcc: eve@evil.test`,
  markup: `<script>${CANARY}</script>`,
  'ten thousand characters': CANARY.repeat(800),
}

const invalid = (path: string, name: string) =>
  refusalOnTheWire(path, 'INVALID_INPUT', { fields: { [name]: expect.any(String) } })

describe.each(fields)('%s, %s', (path, field) => {
  test.each(Object.keys(wrongTypes('')))('as %s is refused by name', async (kind) => {
    const { door, isUntouched, inputFor } = await withInputs()
    const input = inputFor(path)
    const wrong: Record<string, unknown> = wrongTypes(input[field] ?? '')
    const answer = await door.post(path, { ...input, [field]: wrong[kind] })
    expect(answer).toMatchObject(invalid(path, field))
    expect(answer.body).toEqual(invalid(path, field).body)
    expect(answer.text).not.toContain(CANARY)
    expect(isUntouched()).toBe(true)
  })
})

test.each(fields.filter(([, field]) => field !== 'confirmPassword'))(
  '%s needs its %s',
  async (path, field) => {
    const { door, isUntouched, inputFor } = await withInputs()
    const { [field]: _, confirmPassword, ...rest } = inputFor(path)
    expect((await door.post(path, rest)).body).toEqual(invalid(path, field).body)
    expect(isUntouched()).toBe(true)
  },
)

describe.each([
  ['recovery.request', 'email'],
  ['recovery.resend', 'requestId'],
  ['recovery.verifyCode', 'requestId'],
  ['recovery.verifyCode', 'code'],
  ['recovery.reset', 'confirmPassword'],
  ['session.signIn', 'email'],
])('%s, %s', (path, field) => {
  test.each(Object.entries(badText))('as %s is refused by name', async (_, text) => {
    const { door, isUntouched, inputFor } = await withInputs()
    const answer = await door.post(path, { ...inputFor(path), [field]: text })
    expect(answer.body).toEqual(invalid(path, field).body)
    expect(answer.text).not.toContain(CANARY)
    expect(isUntouched()).toBe(true)
  })
})

describe.each(['recovery.verifyToken', 'recovery.reset'])('%s, token', (path) => {
  test.each(Object.entries(badText))('as %s gets the answer of an expired one', async (_, text) => {
    const { door, isUntouched, inputFor } = await withInputs()
    const answer = await door.post(path, { ...inputFor(path), token: text })
    expect(answer.body).toEqual(refusalOnTheWire(path, 'INVALID_OR_EXPIRED').body)
    expect(isUntouched()).toBe(true)
  })
})

test.each(Object.entries(badText))(
  '%s as a password gets the answer of a wrong one',
  async (_, password) => {
    const { door } = await withInputs()
    const answer = await door.post('session.signIn', { email: 'ada@example.test', password })
    expect(answer.body).toEqual(refusalOnTheWire('session.signIn', 'SIGN_IN_FAILED').body)
    expect(door.testbed.tables.sessions).toEqual([])
  },
)

test.each([
  ['nothing', ''],
  ['NUL', 'quiet otters paint\0'],
  ['a lone surrogate', 'quiet otters paint\ud800'],
  ['two thousand characters', 'quiet '.repeat(400)],
])('a new password of %s is rejected with reasons, and nothing is written', async (_, text) => {
  const { door, isUntouched, inputFor } = await withInputs()
  const { token } = inputFor('recovery.reset')
  const answer = await door.post('recovery.reset', { token, newPassword: text })
  expect(answer.body).toEqual(
    refusalOnTheWire('recovery.reset', 'PASSWORD_REJECTED', {
      reasons: [expect.stringMatching(/^PASSWORD_/)],
    }).body,
  )
  expect(isUntouched()).toBe(true)
})

describe.each(paths)('%s', (path) => {
  test.each(['redirectTo', 'userId', 'role', 'verified', 'constructor', 'toString', CANARY])(
    'refuses the unknown key %s without repeating it',
    async (key) => {
      const { door, isUntouched, inputFor } = await withInputs()
      const answer = await door.post(path, { ...inputFor(path), [key]: 'https://evil.test' })
      const { body } = refusalOnTheWire(path, 'INVALID_INPUT', {
        fields: { input: 'Unknown field' },
      })
      expect(answer.body).toEqual(body)
      expect(isUntouched()).toBe(true)
    },
  )

  test('refuses a key called __proto__', async () => {
    const { door, isUntouched, inputFor } = await withInputs()
    const json = JSON.stringify({ ...inputFor(path), proto: { isAdmin: true } })
    const answer = await door.postText(path, json.replace('"proto"', '"__proto__"'))
    expect(answer.body).toEqual(invalid(path, 'input').body)
    expect('isAdmin' in {}).toBe(false)
    expect(isUntouched()).toBe(true)
  })

  test.each([
    ['null', null],
    ['a list', [{}]],
    ['text', CANARY],
    ['a number', 5],
  ])('refuses %s as input', async (_, input) => {
    const { door, isUntouched } = await withInputs()
    const answer = await door.post(path, input)
    expect(answer.body).toEqual(invalid(path, 'input').body)
    expect(answer.text).not.toContain(CANARY)
    expect(isUntouched()).toBe(true)
  })

  test.each([
    ['text that is not JSON', `{"email": ${CANARY}`],
    ['nothing at all', ''],
  ])('refuses %s, without repeating it', async (_, text) => {
    const { door, isUntouched } = await withInputs()
    const answer = await door.postText(path, text)
    expect(answer).toMatchObject({ status: 400, body: { error: { message: 'INVALID_INPUT' } } })
    expect(answer.text).not.toContain(CANARY)
    expect(isUntouched()).toBe(true)
  })
})

test('passwords that differ are reported for the second field, and not repeated', async () => {
  const { door, isUntouched, inputFor } = await withInputs()
  const input = { ...inputFor('recovery.reset'), confirmPassword: CANARY }
  const answer = await door.post('recovery.reset', input)
  const details = { fields: { confirmPassword: 'The two passwords differ' } }
  expect(answer.body).toEqual(refusalOnTheWire('recovery.reset', 'INVALID_INPUT', details).body)
  expect(answer.text).not.toContain(NEW_PASSWORD)
  expect(isUntouched()).toBe(true)
})

test('every invalid field is reported at once, in one sentence each', async () => {
  const { door } = await withInputs()
  const answer = await door.post('recovery.verifyCode', { requestId: 'x', code: 'x' })
  const details = {
    fields: {
      requestId: 'Use the requestId that recovery.request returned',
      code: 'Enter the six digits from the email',
    },
  }
  expect(answer.body).toEqual(
    refusalOnTheWire('recovery.verifyCode', 'INVALID_INPUT', details).body,
  )
})

test('the last of two equal keys counts, for validation and for use', async () => {
  const { door } = await withInputs()
  await door.postText('recovery.request', '{"email":"ada@example.test","email":"eve@evil.test"}')
  expect(door.testbed.tables.requests.at(-1)?.address.canonical).toBe('eve@evil.test')
  expect(await door.testbed.deliverAll()).toEqual(['suppressed'])
})
