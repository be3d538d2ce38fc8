import type { DeliveryAttempt, Outcome } from '@latchkey/core'
import { expect, test } from 'vitest'
import { createCircuitBreaker } from './circuit-breaker.ts'

const attempt = {} as DeliveryAttempt
const answer = 'no'
const accepted: Outcome = { attempt, status: 'handed-over', answer }
const badPassword: Outcome = { attempt, status: 'held', failure: 'setup', answer, seconds: 0 }
const blocked: Outcome = {
  attempt,
  ...{ status: 'delayed', failure: 'setup', concerns: 'recipient', answer, seconds: 5 },
}
const busy: Outcome = { attempt, status: 'delayed', failure: 'busy', answer, seconds: 5 }
const unknownRecipient: Outcome = { attempt, status: 'dead', failure: 'refused', answer }

function openTestbed() {
  const clock = { now: 0 }
  return { clock, breaker: createCircuitBreaker(10_000, () => clock.now) }
}

test('an answer that concerns everyone opens it at once', () => {
  const { breaker } = openTestbed()
  expect(breaker.record(badPassword, 'one.test')).toEqual({ opened: 10_000 })
  expect(breaker.isOpen()).toBe(true)
})

test('one receiver that blocks us holds no email to others, however often it says so', () => {
  const { breaker } = openTestbed()
  for (let i = 0; i < 20; i++) expect(breaker.record(blocked, 'one.test')).toBeUndefined()
  expect(breaker.isOpen()).toBe(false)
})

test('two receivers that block us open it, unless an email was accepted between them', () => {
  const { breaker } = openTestbed()
  breaker.record(blocked, 'one.test')
  breaker.record(accepted, 'three.test')
  expect(breaker.record(blocked, 'two.test')).toBeUndefined()
  expect(breaker.record(blocked, 'one.test')).toEqual({ opened: 10_000 })
})

test('while it is open, each failed try doubles the wait, whichever domain it was for', () => {
  const testbed = openTestbed()
  testbed.breaker.record(badPassword, 'one.test')
  testbed.clock.now = 10_000
  expect(testbed.breaker.record(blocked, 'one.test')).toEqual({ opened: 20_000 })
  testbed.clock.now = 30_000
  expect(testbed.breaker.record(badPassword, 'two.test')).toEqual({ opened: 40_000 })
})

test.each([
  ['a busy server', busy],
  ['an unknown recipient', unknownRecipient],
])('%s does not close it; an accepted email does', (_what, outcome) => {
  const testbed = openTestbed()
  testbed.breaker.record(badPassword, 'one.test')
  testbed.clock.now = 10_000
  expect(testbed.breaker.record(outcome, 'one.test')).toBeUndefined()
  expect(testbed.breaker.isOpen()).toBe(true)
  expect(testbed.breaker.record(accepted, 'one.test')).toEqual({ closedAfterMs: 10_000 })
  expect(testbed.breaker.isOpen()).toBe(false)
})
