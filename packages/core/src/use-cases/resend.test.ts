import { expect, test } from 'vitest'
import { clientAt, codeIn, linkIn, openTestbed, wrongCodeFor } from '../testing/index.ts'

const client = clientAt('198.51.100.7')

test('a resend emails a new link and code for the same request, and the old ones stay valid', async () => {
  const testbed = openTestbed()
  await testbed.addAccount('ada@example.test')
  const first = await testbed.recoveryEmailFor('ada@example.test')
  testbed.clock.pass({ minutes: 1 })

  expect(await testbed.recovery.resend(first.requestId, client)).toEqual({
    status: 'requested',
    requestId: first.requestId,
    resendAfterSeconds: 60,
    codeExpiresAt: new Date('2030-01-01T00:11:00Z'),
  })
  await testbed.deliverAll()

  const [, second] = testbed.recoveryEmails()
  if (!second) throw new Error('There is no second email')
  expect(second.link).not.toBe(first.message.link)
  expect(second.code).not.toBe(first.message.code)
  for (const token of [first.link, linkIn(second)]) {
    expect((await testbed.recovery.verifyToken({ token }, client)).status).toBe('verified')
  }
  for (const code of [first.code, codeIn(second)]) {
    const verified = await testbed.recovery.verifyCode({ requestId: first.requestId, code }, client)
    expect(verified.status).toBe('verified')
  }
})

test('a resend does not reset the guesses of its request', async () => {
  const testbed = openTestbed()
  await testbed.addAccount('ada@example.test')
  const { requestId, code } = await testbed.recoveryEmailFor('ada@example.test')
  for (let n = 0; n < 5; n += 1) {
    await testbed.recovery.verifyCode({ requestId, code: wrongCodeFor(code) }, client)
  }
  testbed.clock.pass({ minutes: 1 })
  await testbed.recovery.resend(requestId, client)
  await testbed.deliverAll()

  // Which is why the second email carries none.
  expect(testbed.recoveryEmails().map((email) => email.code)).toEqual([code, undefined])
  const refusal = await testbed.recovery.verifyCode({ requestId, code }, client)
  expect(refusal).toEqual({ status: 'refused', reason: 'exhausted' })
})

test('a resend of a decoy gets the same answer as one of a real request', async () => {
  const testbed = openTestbed()
  await testbed.addAccount('ada@example.test')
  const real = await testbed.request('ada@example.test')
  const decoy = await testbed.request('nobody@example.test')
  testbed.clock.pass({ minutes: 1 })
  const answers = [
    await testbed.recovery.resend(real.requestId, client),
    await testbed.recovery.resend(decoy.requestId, client),
  ]
  expect(answers[1]).toEqual({ ...answers[0], requestId: decoy.requestId })
})

test('a resend that comes too early gets the same answer, and no email is sent', async () => {
  const testbed = openTestbed()
  await testbed.addAccount('ada@example.test')
  const { requestId } = await testbed.recoveryEmailFor('ada@example.test')
  const again = await testbed.recovery.resend(requestId, client)
  expect(again.status).toBe('requested')
  expect(await testbed.deliverAll()).toEqual(['suppressed'])
  expect(testbed.recoveryEmails()).toHaveLength(1)
})

test('a resend of an expired request is refused like one of no request', async () => {
  const testbed = openTestbed()
  const { requestId } = await testbed.request('ada@example.test')
  testbed.clock.pass({ hours: 2 })
  const closed = await testbed.recovery.resend(requestId, client)
  const unknown = await testbed.recovery.resend('00000000-0000-4000-8000-999999999999', client)
  expect(closed).toEqual({ status: 'refused', reason: 'expired' })
  expect(unknown).toEqual(closed)
})

test('the sixth resend of a request in a minute is refused', async () => {
  const testbed = openTestbed()
  const { requestId } = await testbed.request('ada@example.test')
  for (let n = 0; n < 5; n += 1) await testbed.recovery.resend(requestId, client)
  expect(await testbed.recovery.resend(requestId, client)).toEqual({
    status: 'refused',
    reason: 'rate-limited',
    retryAfterSeconds: 60,
  })
  expect(testbed.tables.jobs).toHaveLength(6)
})
