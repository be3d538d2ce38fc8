import { expect, test } from 'vitest'
import { clientAt, codeIn, linkIn, openHouse, wrongCodeFor } from '../testing/index.ts'

const client = clientAt('198.51.100.7')

test('asking again mails a fresh pair for the same request, and the old pair goes on working', async () => {
  const house = openHouse()
  await house.addAccount('ada@example.test')
  const first = await house.recoveryMailFor('ada@example.test')
  house.clock.pass({ minutes: 1 })

  expect(await house.recovery.resend(first.requestId, client)).toEqual({
    status: 'requested',
    requestId: first.requestId,
    resendAfterSeconds: 60,
    codeExpiresAt: new Date('2030-01-01T00:11:00Z'),
  })
  await house.deliverAll()

  const [, second] = house.recoveryMails()
  if (!second) throw new Error('no second mail')
  expect(second.link).not.toBe(first.mail.link)
  expect(second.code).not.toBe(first.mail.code)
  for (const token of [first.link, linkIn(second)]) {
    expect((await house.recovery.verifyToken({ token }, client)).status).toBe('verified')
  }
  for (const code of [first.code, codeIn(second)]) {
    const verified = await house.recovery.verifyCode({ requestId: first.requestId, code }, client)
    expect(verified.status).toBe('verified')
  }
})

test('the request keeps its count of guesses', async () => {
  const house = openHouse()
  await house.addAccount('ada@example.test')
  const { requestId, code } = await house.recoveryMailFor('ada@example.test')
  for (let n = 0; n < 5; n += 1) {
    await house.recovery.verifyCode({ requestId, code: wrongCodeFor(code) }, client)
  }
  house.clock.pass({ minutes: 1 })
  await house.recovery.resend(requestId, client)
  await house.deliverAll()

  const fresh = house.recoveryMails().map(codeIn)
  expect(fresh).toHaveLength(2)
  for (const code of fresh) {
    const refusal = await house.recovery.verifyCode({ requestId, code }, client)
    expect(refusal).toEqual({ status: 'refused', reason: 'exhausted' })
  }
})

test('a decoy is asked again like a real request', async () => {
  const house = openHouse()
  await house.addAccount('ada@example.test')
  const real = await house.ask('ada@example.test')
  const decoy = await house.ask('nobody@example.test')
  house.clock.pass({ minutes: 1 })
  const answers = [
    await house.recovery.resend(real.requestId, client),
    await house.recovery.resend(decoy.requestId, client),
  ]
  expect(answers[1]).toEqual({ ...answers[0], requestId: decoy.requestId })
})

test('too early is answered alike, and mails nothing', async () => {
  const house = openHouse()
  await house.addAccount('ada@example.test')
  const { requestId } = await house.recoveryMailFor('ada@example.test')
  const again = await house.recovery.resend(requestId, client)
  expect(again.status).toBe('requested')
  expect(await house.deliverAll()).toEqual(['suppressed'])
  expect(house.recoveryMails()).toHaveLength(1)
})

test('a request that is closed or was never made is refused in one way', async () => {
  const house = openHouse()
  const { requestId } = await house.ask('ada@example.test')
  house.clock.pass({ hours: 2 })
  const closed = await house.recovery.resend(requestId, client)
  const unknown = await house.recovery.resend('00000000-0000-4000-8000-999999999999', client)
  expect(closed).toEqual({ status: 'refused', reason: 'expired' })
  expect(unknown).toEqual(closed)
})

test('asking again counts with asking: the sixth in a minute is refused', async () => {
  const house = openHouse()
  const { requestId } = await house.ask('ada@example.test')
  for (let n = 0; n < 4; n += 1) await house.recovery.resend(requestId, client)
  expect(await house.recovery.resend(requestId, client)).toEqual({
    status: 'refused',
    reason: 'rate-limited',
    retryAfterSeconds: 60,
  })
  expect(house.tables.jobs).toHaveLength(5)
})
