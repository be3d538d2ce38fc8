import { expect, test } from 'vitest'
import { clientAt, OLD_PASSWORD, openHouse } from '../testing/index.ts'

const client = clientAt('198.51.100.7')

async function signedIn() {
  const house = openHouse()
  await house.addAccount('ada@example.test')
  const open = async () => {
    const answer = await house.signIn('ada@example.test', OLD_PASSWORD)
    if (answer.status !== 'signed-in') throw new Error('not signed in')
    return answer.token
  }
  return { house, token: await open(), open }
}

test('signing out ends the session on the server, and saying it twice is fine', async () => {
  const { house, token } = await signedIn()
  expect(await house.sessions.current(token)).toBeDefined()
  await house.sessions.signOut(token, client)
  await house.sessions.signOut(token, client)
  expect(await house.sessions.current(token)).toBeUndefined()
})

test('signing out here leaves other devices signed in', async () => {
  const { house, token, open } = await signedIn()
  const elsewhere = await open()
  await house.sessions.signOut(token, client)
  expect(await house.sessions.current(elsewhere)).toBeDefined()
})

test.each([
  ['no cookie', undefined],
  ['an empty cookie', ''],
  ['a cookie that is no token', 'x\0'],
  ['a token nobody was given', `${'x'.repeat(42)}A`],
])('%s is nobody, and may sign out', async (_, cookie) => {
  const { house } = await signedIn()
  expect(await house.sessions.current(cookie)).toBeUndefined()
  await house.sessions.signOut(cookie, client)
  expect(house.tables.sessions).toHaveLength(1)
})

test('a mailed link is no session', async () => {
  const { house } = await signedIn()
  const { link } = await house.recoveryMailFor('ada@example.test')
  expect(await house.sessions.current(link)).toBeUndefined()
})
