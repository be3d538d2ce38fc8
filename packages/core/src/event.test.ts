import { expect, test } from 'vitest'
import { clientAt, NEW_PASSWORD, openHouse, wrongCodeFor } from './testing/index.ts'

const client = clientAt('198.51.100.7')
const email = 'ada@example.test'

/* What metrics are fed with; what each use case says besides is in its own tests. */

test('a hand-over tells its kind, and how long it took from the ask that led to it', async () => {
  const house = openHouse()
  await house.addAccount(email)
  const { requestId } = await house.ask(email)
  house.clock.pass({ seconds: 3 })
  await house.deliverAll()
  expect(house.events.at(-1)).toMatchObject({
    event: 'message.handed-over',
    kind: 'recovery',
    afterSeconds: 3,
  })

  house.clock.pass({ minutes: 10 })
  await house.recovery.resend(requestId, client)
  house.clock.pass({ seconds: 7 })
  await house.deliverAll()
  expect(house.events.at(-1)).toMatchObject({ event: 'message.handed-over', afterSeconds: 7 })
})

test.each(['busy', 'refused'] as const)('a failure (%s) tells its kind', async (how) => {
  const house = openHouse()
  await house.addAccount(email)
  const { link } = await house.recoveryMailFor(email)
  await house.recovery.reset({ token: link, newPassword: NEW_PASSWORD }, client)
  house.outbox.failNext(how)
  await house.deliverAll()
  expect(house.events.at(-1)).toMatchObject({ kind: 'password-changed' })
})

test('a message to nobody tells its kind', async () => {
  const house = openHouse()
  await house.ask('nobody@example.test')
  await house.deliverAll()
  expect(house.events.at(-1)).toMatchObject({ event: 'message.suppressed', kind: 'recovery' })
})

test('a code and a password in one step are a verification and a reset', async () => {
  const house = openHouse()
  await house.addAccount(email)
  const { requestId, code } = await house.recoveryMailFor(email)
  const confirm = (typed: typeof code) =>
    house.recovery.confirm(
      { target: { requestId }, code: typed, newPassword: NEW_PASSWORD },
      client,
    )
  const before = house.events.length
  await confirm(wrongCodeFor(code))
  await confirm(code)
  expect(house.events.slice(before)).toMatchObject([
    { event: 'recovery.refused', step: 'confirm', reason: 'wrong' },
    { event: 'recovery.code-verified', requestId },
    { event: 'recovery.password-changed' },
  ])
})
