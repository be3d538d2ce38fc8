import { expect, test } from 'vitest'
import { clientAt, codeIn, linkIn, openTestbed, wrongCodeFor } from '../testing/index.ts'

const client = clientAt('198.51.100.7')

test('asking again mails a fresh pair for the same request, and the old pair goes on working', async () => {
  const testbed = openTestbed()
  await testbed.addAccount('ada@example.test')
  const first = await testbed.recoveryMailFor('ada@example.test')
  testbed.clock.pass({ minutes: 1 })

  expect(await testbed.recovery.resend(first.requestId, client)).toEqual({
    status: 'requested',
    requestId: first.requestId,
    resendAfterSeconds: 60,
    codeExpiresAt: new Date('2030-01-01T00:11:00Z'),
  })
  await testbed.deliverAll()

  const [, second] = testbed.recoveryMails()
  if (!second) throw new Error('no second mail')
  expect(second.link).not.toBe(first.mail.link)
  expect(second.code).not.toBe(first.mail.code)
  for (const token of [first.link, linkIn(second)]) {
    expect((await testbed.recovery.verifyToken({ token }, client)).status).toBe('verified')
  }
  for (const code of [first.code, codeIn(second)]) {
    const verified = await testbed.recovery.verifyCode({ requestId: first.requestId, code }, client)
    expect(verified.status).toBe('verified')
  }
})

test('the request keeps its count of guesses', async () => {
  const testbed = openTestbed()
  await testbed.addAccount('ada@example.test')
  const { requestId, code } = await testbed.recoveryMailFor('ada@example.test')
  for (let n = 0; n < 5; n += 1) {
    await testbed.recovery.verifyCode({ requestId, code: wrongCodeFor(code) }, client)
  }
  testbed.clock.pass({ minutes: 1 })
  await testbed.recovery.resend(requestId, client)
  await testbed.deliverAll()

  const fresh = testbed.recoveryMails().map(codeIn)
  expect(fresh).toHaveLength(2)
  for (const code of fresh) {
    const refusal = await testbed.recovery.verifyCode({ requestId, code }, client)
    expect(refusal).toEqual({ status: 'refused', reason: 'exhausted' })
  }
})

test('a decoy is asked again like a real request', async () => {
  const testbed = openTestbed()
  await testbed.addAccount('ada@example.test')
  const real = await testbed.ask('ada@example.test')
  const decoy = await testbed.ask('nobody@example.test')
  testbed.clock.pass({ minutes: 1 })
  const answers = [
    await testbed.recovery.resend(real.requestId, client),
    await testbed.recovery.resend(decoy.requestId, client),
  ]
  expect(answers[1]).toEqual({ ...answers[0], requestId: decoy.requestId })
})

test('too early is answered alike, and mails nothing', async () => {
  const testbed = openTestbed()
  await testbed.addAccount('ada@example.test')
  const { requestId } = await testbed.recoveryMailFor('ada@example.test')
  const again = await testbed.recovery.resend(requestId, client)
  expect(again.status).toBe('requested')
  expect(await testbed.deliverAll()).toEqual(['suppressed'])
  expect(testbed.recoveryMails()).toHaveLength(1)
})

test('a request that is closed or was never made is refused in one way', async () => {
  const testbed = openTestbed()
  const { requestId } = await testbed.ask('ada@example.test')
  testbed.clock.pass({ hours: 2 })
  const closed = await testbed.recovery.resend(requestId, client)
  const unknown = await testbed.recovery.resend('00000000-0000-4000-8000-999999999999', client)
  expect(closed).toEqual({ status: 'refused', reason: 'expired' })
  expect(unknown).toEqual(closed)
})

test('asking again counts with asking: the sixth in a minute is refused', async () => {
  const testbed = openTestbed()
  const { requestId } = await testbed.ask('ada@example.test')
  for (let n = 0; n < 4; n += 1) await testbed.recovery.resend(requestId, client)
  expect(await testbed.recovery.resend(requestId, client)).toEqual({
    status: 'refused',
    reason: 'rate-limited',
    retryAfterSeconds: 60,
  })
  expect(testbed.tables.jobs).toHaveLength(5)
})
