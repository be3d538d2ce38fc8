import { describe, expect, test } from 'vitest'
import { Unavailable } from '../refusal.ts'
import { secretKinds } from '../secret.ts'
import {
  clientAt,
  createCountingSecrets,
  minutesAfter,
  NEW_PASSWORD,
  OLD_PASSWORD,
  openTestbed,
  tokenOf,
} from '../testing/index.ts'

const email = 'ada@example.test'
const owner = clientAt('198.51.100.7')
const notMe = tokenOf(`${'n'.repeat(42)}A`)

/** An intruder chose a new password, and the owner got the notice. */
async function intruded() {
  const testbed = openTestbed()
  const ada = await testbed.addAccount('Ada@example.test')
  const { link } = await testbed.recoveryEmailFor(email)
  await testbed.recovery.reset({ token: link, newPassword: NEW_PASSWORD }, clientAt('203.0.113.9'))
  testbed.tables.secrets.push({
    kind: 'not-me',
    digest: createCountingSecrets().tokenDigest(notMe),
    requestId: undefined,
    accountId: ada.id,
    credentialVersion: ada.credentialVersion,
    createdAt: testbed.clock.now(),
    expiresAt: minutesAfter(testbed.clock.now(), secretKinds['not-me'].lifetimeMinutes),
    end: undefined,
  })
  const verify = (token = notMe) => testbed.recovery.verifyNotMe({ token }, owner)
  const report = (token = notMe) => testbed.recovery.notMe({ token }, owner)
  return { testbed, ada, verify, report, link }
}

test('verifying the link of a notice changes nothing, however often', async () => {
  const { testbed, verify } = await intruded()
  const before = JSON.stringify(testbed.tables)
  for (let n = 0; n < 3; n += 1) {
    expect(await verify()).toEqual({
      status: 'verified',
      expiresAt: new Date('2030-01-04T00:00:00Z'),
      login: 'Ada@example.test',
    })
  }
  expect(JSON.stringify(testbed.tables)).toBe(before)
})

describe('a report of "this wasn’t me"', () => {
  test('locks the intruder out, and emails the owner a way back in', async () => {
    const { testbed, report, ada } = await intruded()
    await testbed.deliverAll()
    const intruder = await testbed.signIn(email, NEW_PASSWORD, clientAt('203.0.113.9'))
    if (intruder.status !== 'signed-in') throw new Error('Not signed in')
    // The intruder has made another request, to come back later.
    testbed.clock.pass({ minutes: 2 })
    const theirs = await testbed.recoveryEmailFor(email)

    const secured = await report()
    expect(secured).toMatchObject({
      status: 'secured',
      login: 'Ada@example.test',
      resendAfterSeconds: 60,
    })
    expect(await testbed.sessions.current(intruder.token)).toBeUndefined()
    for (const password of [OLD_PASSWORD, NEW_PASSWORD]) {
      expect((await testbed.signIn(email, password)).status).toBe('refused')
    }
    const again = { token: theirs.link, newPassword: 'three brisk herons' }
    expect(await testbed.recovery.reset(again, owner)).toMatchObject({ reason: 'voided' })
    expect(testbed.events).toContainEqual({
      event: 'recovery.not-me-reported',
      accountId: ada.id,
      requestId: secured.status === 'secured' && secured.requestId,
    })

    await testbed.deliverAll()
    const message = testbed.recoveryEmails().at(-1)
    expect(message?.to).toBe('Ada@example.test')
    const fresh = tokenOf(message?.link.split('=')[1] ?? '')
    expect(
      await testbed.recovery.reset({ token: fresh, newPassword: OLD_PASSWORD }, owner),
    ).toEqual({
      status: 'changed',
    })
    expect((await testbed.signIn(email, OLD_PASSWORD)).status).toBe('signed-in')
  })

  test('succeeds once, also when it is made several times at once', async () => {
    const { testbed, verify, report } = await intruded()
    const answers = await Promise.all([report(), report(), report()])
    expect(answers.filter(({ status }) => status === 'secured')).toHaveLength(1)
    expect(await report()).toEqual({ status: 'refused', reason: 'spent' })
    expect(await verify()).toEqual({ status: 'refused', reason: 'spent' })
    expect(testbed.tables.requests).toHaveLength(2)
  })

  test('still works after the password was changed once more', async () => {
    const { testbed, report } = await intruded()
    testbed.clock.pass({ minutes: 2 })
    const { link } = await testbed.recoveryEmailFor(email)
    const change = await testbed.recovery.reset(
      { token: link, newPassword: 'two calm geese' },
      owner,
    )
    expect(change.status).toBe('changed')
    expect((await report()).status).toBe('secured')
    expect((await testbed.signIn(email, 'two calm geese')).status).toBe('refused')
  })

  test('cannot be made with a link, and its secret is not a right to choose a password', async () => {
    const { testbed, report, verify, link } = await intruded()
    expect(await report(link)).toEqual({ status: 'refused', reason: 'unknown' })
    expect(await verify(link)).toEqual({ status: 'refused', reason: 'unknown' })
    const reset = { token: notMe, newPassword: 'two calm geese' }
    expect(await testbed.recovery.reset(reset, owner)).toMatchObject({ reason: 'unknown' })
    expect(await testbed.recovery.verifyToken({ token: notMe }, owner)).toMatchObject({
      reason: 'unknown',
    })
  })

  test('can be made for three days', async () => {
    const { testbed, report } = await intruded()
    testbed.clock.pass({ hours: 72 })
    expect(await report()).toEqual({ status: 'refused', reason: 'expired' })
    expect((await testbed.signIn(email, NEW_PASSWORD)).status).toBe('signed-in')
  })

  test('has no effect on a disabled account', async () => {
    const { testbed, ada, report, verify } = await intruded()
    ada.status = 'disabled'
    expect(await verify()).toEqual({ status: 'refused', reason: 'voided' })
    expect(await report()).toEqual({ status: 'refused', reason: 'voided' })
    expect(testbed.tables.requests).toHaveLength(1)
  })

  test('can be repeated if the hashing queue was full', async () => {
    const { testbed, report } = await intruded()
    const full = new Unavailable('the hashing queue is full')
    testbed.hasher.duringNext(() => Promise.reject(full))
    await expect(report()).rejects.toBe(full)
    expect((await report()).status).toBe('secured')
  })

  test('can be tried thirty times in a quarter of an hour', async () => {
    const { report } = await intruded()
    const wrong = tokenOf(`${'x'.repeat(42)}A`)
    for (let n = 0; n < 30; n += 1) expect(await report(wrong)).toMatchObject({ reason: 'unknown' })
    expect(await report()).toMatchObject({ reason: 'rate-limited' })
  })
})
