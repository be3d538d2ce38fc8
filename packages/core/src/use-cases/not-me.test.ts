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
const alarm = tokenOf(`${'n'.repeat(42)}A`)

/** Somebody else chose a new password, and the owner got the notice. */
async function robbed() {
  const testbed = openTestbed()
  const ada = await testbed.addAccount('Ada@example.test')
  const { link } = await testbed.recoveryMailFor(email)
  await testbed.recovery.reset({ token: link, newPassword: NEW_PASSWORD }, clientAt('203.0.113.9'))
  testbed.tables.secrets.push({
    kind: 'not-me',
    digest: createCountingSecrets().tokenDigest(alarm),
    requestId: undefined,
    accountId: ada.id,
    credentialVersion: ada.credentialVersion,
    expiresAt: minutesAfter(testbed.clock.now(), secretKinds['not-me'].lifetimeMinutes),
    end: undefined,
  })
  const look = (token = alarm) => testbed.recovery.verifyNotMe({ token }, owner)
  const raise = (token = alarm) => testbed.recovery.notMe({ token }, owner)
  return { testbed, ada, look, raise, link }
}

test('looking at the link of a notice changes nothing, however often', async () => {
  const { testbed, look } = await robbed()
  const before = JSON.stringify(testbed.tables)
  for (let n = 0; n < 3; n += 1) {
    expect(await look()).toEqual({
      status: 'verified',
      expiresAt: new Date('2030-01-04T00:00:00Z'),
      login: 'Ada@example.test',
    })
  }
  expect(JSON.stringify(testbed.tables)).toBe(before)
})

describe('"This wasn’t me"', () => {
  test('throws out whoever is in, with their password, and mails the owner a way back', async () => {
    const { testbed, raise, ada } = await robbed()
    await testbed.deliverAll()
    const thief = await testbed.signIn(email, NEW_PASSWORD, clientAt('203.0.113.9'))
    if (thief.status !== 'signed-in') throw new Error('the thief is not in')
    // The thief has asked once more, to come back.
    testbed.clock.pass({ minutes: 2 })
    const theirs = await testbed.recoveryMailFor(email)

    const secured = await raise()
    expect(secured).toMatchObject({
      status: 'secured',
      login: 'Ada@example.test',
      resendAfterSeconds: 60,
    })
    expect(await testbed.sessions.current(thief.token)).toBeUndefined()
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
    const mail = testbed.recoveryMails().at(-1)
    expect(mail?.to).toBe('Ada@example.test')
    const fresh = tokenOf(mail?.link.split('=')[1] ?? '')
    expect(
      await testbed.recovery.reset({ token: fresh, newPassword: OLD_PASSWORD }, owner),
    ).toEqual({
      status: 'changed',
    })
    expect((await testbed.signIn(email, OLD_PASSWORD)).status).toBe('signed-in')
  })

  test('works once, and one of many wins', async () => {
    const { testbed, look, raise } = await robbed()
    const answers = await Promise.all([raise(), raise(), raise()])
    expect(answers.filter(({ status }) => status === 'secured')).toHaveLength(1)
    expect(await raise()).toEqual({ status: 'refused', reason: 'spent' })
    expect(await look()).toEqual({ status: 'refused', reason: 'spent' })
    expect(testbed.tables.requests).toHaveLength(2)
  })

  test('is not disarmed by changing the password once more', async () => {
    const { testbed, raise } = await robbed()
    testbed.clock.pass({ minutes: 2 })
    const { link } = await testbed.recoveryMailFor(email)
    const change = await testbed.recovery.reset(
      { token: link, newPassword: 'two calm geese' },
      owner,
    )
    expect(change.status).toBe('changed')
    expect((await raise()).status).toBe('secured')
    expect((await testbed.signIn(email, 'two calm geese')).status).toBe('refused')
  })

  test('is not said with a link, a ticket or a code, nor is its secret a right', async () => {
    const { testbed, raise, look, link } = await robbed()
    expect(await raise(link)).toEqual({ status: 'refused', reason: 'unknown' })
    expect(await look(link)).toEqual({ status: 'refused', reason: 'unknown' })
    const reset = { token: alarm, newPassword: 'two calm geese' }
    expect(await testbed.recovery.reset(reset, owner)).toMatchObject({ reason: 'unknown' })
    expect(await testbed.recovery.verifyToken({ token: alarm }, owner)).toMatchObject({
      reason: 'unknown',
    })
  })

  test('can be said for three days', async () => {
    const { testbed, raise } = await robbed()
    testbed.clock.pass({ hours: 72 })
    expect(await raise()).toEqual({ status: 'refused', reason: 'expired' })
    expect((await testbed.signIn(email, NEW_PASSWORD)).status).toBe('signed-in')
  })

  test('has no effect on an account that is disabled', async () => {
    const { testbed, ada, raise, look } = await robbed()
    ada.status = 'disabled'
    expect(await look()).toEqual({ status: 'refused', reason: 'voided' })
    expect(await raise()).toEqual({ status: 'refused', reason: 'voided' })
    expect(testbed.tables.requests).toHaveLength(1)
  })

  test('may be said again when too many passwords are being hashed', async () => {
    const { testbed, raise } = await robbed()
    const full = new Unavailable('the hashing queue is full')
    testbed.hasher.duringNext(() => Promise.reject(full))
    await expect(raise()).rejects.toBe(full)
    expect((await raise()).status).toBe('secured')
  })

  test('is tried thirty times in a quarter of an hour, not more', async () => {
    const { raise } = await robbed()
    const wrong = tokenOf(`${'x'.repeat(42)}A`)
    for (let n = 0; n < 30; n += 1) expect(await raise(wrong)).toMatchObject({ reason: 'unknown' })
    expect(await raise()).toMatchObject({ reason: 'rate-limited' })
  })
})
