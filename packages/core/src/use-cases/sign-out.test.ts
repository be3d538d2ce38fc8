import { expect, test } from 'vitest'
import { clientAt, OLD_PASSWORD, openTestbed } from '../testing/index.ts'

const client = clientAt('198.51.100.7')

async function signedIn() {
  const testbed = openTestbed()
  await testbed.addAccount('ada@example.test')
  const open = async () => {
    const answer = await testbed.signIn('ada@example.test', OLD_PASSWORD)
    if (answer.status !== 'signed-in') throw new Error('not signed in')
    return answer.token
  }
  return { testbed, token: await open(), open }
}

test('signing out ends the session on the server, and saying it twice is fine', async () => {
  const { testbed, token } = await signedIn()
  expect(await testbed.sessions.current(token)).toBeDefined()
  await testbed.sessions.signOut(token, client)
  await testbed.sessions.signOut(token, client)
  expect(await testbed.sessions.current(token)).toBeUndefined()
})

test('signing out here leaves other devices signed in', async () => {
  const { testbed, token, open } = await signedIn()
  const elsewhere = await open()
  await testbed.sessions.signOut(token, client)
  expect(await testbed.sessions.current(elsewhere)).toBeDefined()
})

test.each([
  ['no cookie', undefined],
  ['an empty cookie', ''],
  ['a cookie that is no token', 'x\0'],
  ['a token nobody was given', `${'x'.repeat(42)}A`],
])('%s is nobody, and may sign out', async (_, cookie) => {
  const { testbed } = await signedIn()
  expect(await testbed.sessions.current(cookie)).toBeUndefined()
  await testbed.sessions.signOut(cookie, client)
  expect(testbed.tables.sessions).toHaveLength(1)
})

test('a mailed link is no session', async () => {
  const { testbed } = await signedIn()
  const { link } = await testbed.recoveryMailFor('ada@example.test')
  expect(await testbed.sessions.current(link)).toBeUndefined()
})
