import { refused } from '@latchkey/core'
import { NEW_PASSWORD, OLD_PASSWORD } from '@latchkey/core/testing'
import { expect, test } from 'vitest'
import type { RequestSessions } from '../context.ts'
import { openDoor, refusalOnTheWire } from '../testing/door.ts'

const session = {
  login: 'Ada@example.test',
  signedInAt: '2030-01-01T00:00:00.000Z',
  expiresAt: '2030-01-02T00:00:00.000Z',
}
const signIn = { email: 'ada@example.test', password: OLD_PASSWORD }
const notSignedIn = refusalOnTheWire('session.current', 'SIGN_IN_FAILED')

async function doorOfAda() {
  const door = openDoor()
  await door.testbed.addAccount('Ada@example.test')
  return door
}

test('signing in answers with the session, and never with its token', async () => {
  const door = await doorOfAda()
  const answer = await door.post('session.signIn', signIn)
  expect(answer).toMatchObject({ status: 200, body: { result: { data: session } } })
  expect(answer.text).toBe(JSON.stringify({ result: { data: session } }))
})

test('the session is shown until it is signed out', async () => {
  const door = await doorOfAda()
  expect(await door.get('session.current')).toMatchObject(notSignedIn)
  await door.caller.session.signIn(signIn)
  expect(await door.caller.session.current()).toEqual(session)

  expect((await door.post('session.signOut')).text).toBe(
    '{"result":{"data":{"status":"signed-out"}}}',
  )
  expect(await door.get('session.current')).toMatchObject(notSignedIn)
  expect(await door.caller.session.signOut()).toEqual({ status: 'signed-out' })
})

test('a wrong password and an unknown address get the same answer, byte for byte', async () => {
  const door = await doorOfAda()
  const wrong = await door.post('session.signIn', { ...signIn, password: NEW_PASSWORD })
  const unknown = await door.post('session.signIn', { ...signIn, email: 'nobody@example.test' })
  expect(wrong).toMatchObject(refusalOnTheWire('session.signIn', 'SIGN_IN_FAILED'))
  expect(unknown).toEqual(wrong)
})

test('changing the password ends the session, and opens none', async () => {
  const door = await doorOfAda()
  await door.caller.session.signIn(signIn)
  const { link } = await door.testbed.recoveryEmailFor('ada@example.test')
  await door.caller.recovery.reset({ token: link, newPassword: NEW_PASSWORD })
  expect(await door.get('session.current')).toMatchObject(notSignedIn)
})

test('where people sign in at the application, the refusal says where', async () => {
  const signInUrl = 'https://app.example.com/login'
  const sessions: RequestSessions = {
    signIn: async () => ({ status: 'refused', reason: 'sign-in-elsewhere', signInUrl }),
    signOut: async () => {},
    current: async () => refused('sign-in-failed'),
  }
  const door = openDoor({ sessions })
  expect(await door.post('session.signIn', signIn)).toMatchObject(
    refusalOnTheWire('session.signIn', 'SIGN_IN_FAILED', { signInUrl }),
  )
  expect(await door.get('session.current')).toMatchObject(notSignedIn)
})
