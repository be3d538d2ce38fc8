import { expect, test } from 'vitest'
import { clientAt, NEW_PASSWORD, openTestbed, wrongCodeFor } from './testing/index.ts'

const client = clientAt('198.51.100.7')
const email = 'ada@example.test'

/* Events that feed metrics. Other events are tested with their use cases. */

test('a handed-over email is reported with its kind and the time since its request or resend', async () => {
  const testbed = openTestbed()
  await testbed.addAccount(email)
  const { requestId } = await testbed.request(email)
  testbed.clock.pass({ seconds: 3 })
  await testbed.deliverAll()
  expect(testbed.events.at(-1)).toMatchObject({
    event: 'message.handed-over',
    kind: 'recovery',
    afterSeconds: 3,
  })

  testbed.clock.pass({ minutes: 10 })
  await testbed.recovery.resend(requestId, client)
  testbed.clock.pass({ seconds: 7 })
  await testbed.deliverAll()
  expect(testbed.events.at(-1)).toMatchObject({ event: 'message.handed-over', afterSeconds: 7 })
})

test.each(['busy', 'refused'] as const)(
  'a failure (%s) is reported with the kind of the email',
  async (how) => {
    const testbed = openTestbed()
    await testbed.addAccount(email)
    const { link } = await testbed.recoveryEmailFor(email)
    await testbed.recovery.reset({ token: link, newPassword: NEW_PASSWORD }, client)
    testbed.mailer.failNext(how)
    await testbed.deliverAll()
    expect(testbed.events.at(-1)).toMatchObject({ kind: 'password-changed' })
  },
)

test('a suppressed email is reported with its kind', async () => {
  const testbed = openTestbed()
  await testbed.request('nobody@example.test')
  await testbed.deliverAll()
  expect(testbed.events.at(-1)).toMatchObject({ event: 'message.suppressed', kind: 'recovery' })
})

test('a code and a password in one step are reported as a verification and a reset', async () => {
  const testbed = openTestbed()
  await testbed.addAccount(email)
  const { requestId, code } = await testbed.recoveryEmailFor(email)
  const confirm = (typed: typeof code) =>
    testbed.recovery.confirm(
      { target: { requestId }, code: typed, newPassword: NEW_PASSWORD },
      client,
    )
  const before = testbed.events.length
  await confirm(wrongCodeFor(code))
  await confirm(code)
  expect(testbed.events.slice(before)).toMatchObject([
    { event: 'recovery.refused', step: 'confirm', reason: 'wrong' },
    { event: 'recovery.code-verified', requestId },
    { event: 'recovery.password-changed' },
  ])
})
