import { expect, test } from 'vitest'
import { clientAt, NEW_PASSWORD, openTestbed, tokenOf } from '../testing/index.ts'

const client = clientAt('198.51.100.7')
const unknownToken = tokenOf(`${'x'.repeat(42)}A`)

async function holding() {
  const testbed = openTestbed()
  await testbed.addAccount('ada@example.test')
  const mailed = await testbed.recoveryEmailFor('ada@example.test')
  const verify = (token = mailed.link, from = client) =>
    testbed.recovery.verifyToken({ token }, from)
  return { testbed, verify, ...mailed }
}

test('verifying a link says whose it is and until when', async () => {
  const { verify } = await holding()
  expect(await verify()).toEqual({
    status: 'verified',
    expiresAt: new Date('2030-01-01T01:00:00Z'),
    login: 'ada@example.test',
  })
})

test('verifying a link spends nothing, however often scanners do it', async () => {
  const { testbed, verify, link } = await holding()
  const before = asText(testbed.tables)
  for (let n = 0; n < 100; n += 1) await verify(link, clientAt(`192.0.2.${n}`))
  expect(asText(testbed.tables)).toBe(before)
  const changed = await testbed.recovery.reset({ token: link, newPassword: NEW_PASSWORD }, client)
  expect(changed).toEqual({ status: 'changed' })
})

test('a link is valid until its last second, and no longer', async () => {
  const { testbed, verify } = await holding()
  testbed.clock.pass({ minutes: 59, seconds: 59 })
  expect((await verify()).status).toBe('verified')
  testbed.clock.pass({ seconds: 1 })
  expect(await verify()).toEqual({ status: 'refused', reason: 'expired' })
})

test('the lifetime of a link follows the setting', async () => {
  const testbed = openTestbed({ linkLifetimeMinutes: 10 })
  await testbed.addAccount('ada@example.test')
  const { link } = await testbed.recoveryEmailFor('ada@example.test')
  testbed.clock.pass({ minutes: 10 })
  const refusal = await testbed.recovery.verifyToken({ token: link }, client)
  expect(refusal).toEqual({ status: 'refused', reason: 'expired' })
})

test.each([
  ['text that is not a token', undefined],
  ['a token nobody was given', unknownToken],
])('%s is unknown', async (_, token) => {
  const { testbed } = await holding()
  const refusal = await testbed.recovery.verifyToken({ token }, client)
  expect(refusal).toEqual({ status: 'refused', reason: 'unknown' })
})

test('the token of a session is not a right to choose a password', async () => {
  const { testbed, verify } = await holding()
  const signedIn = await testbed.signIn('ada@example.test', 'correct horse battery staple')
  if (signedIn.status !== 'signed-in') throw new Error('not signed in')
  expect(await verify(signedIn.token)).toEqual({ status: 'refused', reason: 'unknown' })
})

test('that a link was used is said to the log alone', async () => {
  const { testbed, verify, link } = await holding()
  await testbed.recovery.reset({ token: link, newPassword: NEW_PASSWORD }, client)
  expect(await verify()).toEqual({ status: 'refused', reason: 'spent' })
  expect(testbed.events.at(-1)).toEqual({
    event: 'recovery.refused',
    step: 'verify-token',
    reason: 'spent',
  })
})

test.each(['disabled', 'deleted', 'changed'])('a link of a %s account is void', async (change) => {
  const { testbed, verify } = await holding()
  const account = testbed.accountOf('ada@example.test')
  if (change === 'disabled') account.status = 'disabled'
  if (change === 'deleted') testbed.tables.accounts = []
  if (change === 'changed') account.credentialVersion += 1
  expect(await verify()).toEqual({ status: 'refused', reason: 'voided' })
})

test('text that is not a token is counted like one, so it is no way around the limit', async () => {
  const { testbed, verify } = await holding()
  for (let n = 0; n < 30; n += 1) await testbed.recovery.verifyToken({ token: undefined }, client)
  expect(await verify()).toMatchObject({ status: 'refused', reason: 'rate-limited' })
})

function asText(tables: object): string {
  return JSON.stringify(tables)
}
