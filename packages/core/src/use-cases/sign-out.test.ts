import { expect, test } from 'vitest'
import { clientAt, OLD_PASSWORD, openTestbed } from '../testing/index.ts'

const client = clientAt('198.51.100.7')

async function signedIn() {
  const testbed = openTestbed()
  await testbed.addAccount('ada@example.test')
  const open = async () => {
    const answer = await testbed.signIn('ada@example.test', OLD_PASSWORD)
    if (answer.status !== 'signed-in') throw new Error('Not signed in')
    return answer.token
  }
  return { testbed, token: await open(), open }
}

test('signing out ends the session on the server, and is idempotent', async () => {
  const { testbed, token } = await signedIn()
  expect(await testbed.sessions.current(token)).toBeDefined()
  await testbed.sessions.signOut(token, client)
  await testbed.sessions.signOut(token, client)
  expect(await testbed.sessions.current(token)).toBeUndefined()
})

test('signing out leaves other devices signed in', async () => {
  const { testbed, token, open } = await signedIn()
  const elsewhere = await open()
  await testbed.sessions.signOut(token, client)
  expect(await testbed.sessions.current(elsewhere)).toBeDefined()
})

test.each([
  ['no cookie', undefined],
  ['an empty cookie', ''],
  ['a cookie that is not a token', 'x\0'],
  ['a token nobody was given', `${'x'.repeat(42)}A`],
])('%s has no session, and may sign out', async (_, cookie) => {
  const { testbed } = await signedIn()
  expect(await testbed.sessions.current(cookie)).toBeUndefined()
  await testbed.sessions.signOut(cookie, client)
  expect(testbed.tables.sessions).toHaveLength(1)
})

test('the token of a link is not one of a session', async () => {
  const { testbed } = await signedIn()
  const { link } = await testbed.recoveryEmailFor('ada@example.test')
  expect(await testbed.sessions.current(link)).toBeUndefined()
})
