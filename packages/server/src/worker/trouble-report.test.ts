import type { DeliveryAttempt, Failure, Outcome } from '@latchkey/core'
import { expect, test } from 'vitest'
import { createTroubleReport } from './trouble-report.ts'

const attempt = {} as DeliveryAttempt
const accepted: Outcome = { attempt, status: 'handed-over', answer: '250 ok' }

type Concerns = 'everyone' | 'recipient'

function delayed(failure: Failure, concerns: Concerns = 'everyone'): Outcome {
  return { attempt, status: 'delayed', failure, concerns, answer: `${failure}!`, seconds: 5 }
}

const refused: Outcome = { attempt, status: 'dead', failure: 'refused', answer: 'refused!' }

function openTestbed() {
  const testbed = { now: 1, trouble: undefined as string | undefined, calls: [] as string[] }
  const report = createTroubleReport({
    troubles: {
      async note(_worker, { answer }) {
        testbed.trouble = answer
      },
      async forget() {
        testbed.trouble = undefined
      },
      async leave() {
        testbed.calls.push('leave')
      },
      async forgetEnded() {
        testbed.calls.push('forget-ended')
      },
      current: async () => undefined,
    },
    observe: () => {},
    onError: (error) => expect.unreachable(String(error)),
    clock: () => testbed.now,
  })
  /** One outcome for each recipient, five seconds apart. */
  async function record(outcome: Outcome, ...recipients: string[]) {
    for (const recipient of recipients) {
      testbed.now += 5_000
      report.record(outcome, undefined, recipient)
    }
    await Promise.resolve()
    await Promise.resolve()
    return testbed.trouble
  }
  return { record, close: report.close, trouble: () => testbed.trouble, calls: testbed.calls }
}

const three = ['ada@one.test', 'grace@one.test', 'eve@two.test']

test('a server that puts everybody off is reported, and one that greylists recipients is not', async () => {
  expect(await openTestbed().record(delayed('busy'), ...three)).toBe('busy!')
  expect(await openTestbed().record(delayed('busy', 'recipient'), ...three)).toBeUndefined()
})

test('being blocked is reported when several recipients got it, also those of one domain', async () => {
  const blocked = delayed('setup', 'recipient')
  expect(await openTestbed().record(blocked, ...three)).toBe('setup!')
  expect(await openTestbed().record(blocked, ...Array(9).fill('ada@one.test'))).toBeUndefined()
})

test('silence about emails is reported when it meets everybody, or several recipients', async () => {
  expect(await openTestbed().record(delayed('unclear'), ...three)).toBe('unclear!')
  const one = delayed('unclear', 'recipient')
  expect(await openTestbed().record(one, ...three)).toBe('unclear!')
  expect(await openTestbed().record(one, ...Array(9).fill('ada@one.test'))).toBeUndefined()
})

test('refused recipients are reported when no domain takes any', async () => {
  expect(await openTestbed().record(refused, ...three)).toBeUndefined()
  expect(await openTestbed().record(refused, ...three, 'bob@three.test')).toBe('refused!')
})

test.each([
  ['refused recipient', refused],
  ['busy answer', delayed('busy', 'recipient')],
])('a %s is no sign that a trouble is over; an accepted email is', async (_what, outcome) => {
  const { record } = openTestbed()
  await record(delayed('unreachable'), ...three)
  expect(await record(outcome, 'ada@one.test')).toBe('unreachable!')
  expect(await record(accepted, 'ada@one.test')).toBeUndefined()
})

test('a worker that stops does not say that its trouble is over', async () => {
  const { record, close, trouble, calls } = openTestbed()
  await record(delayed('unreachable'), ...three)
  await close()
  expect([trouble(), calls]).toEqual(['unreachable!', ['leave']])
})

test('the first email that is accepted ends the trouble of workers that have ended', async () => {
  const { record, close, calls } = openTestbed()
  await record(delayed('unreachable'), 'ada@one.test')
  expect(calls).toEqual([])
  await record(accepted, 'ada@one.test', 'eve@two.test')
  await close()
  expect(calls).toEqual(['forget-ended'])
})
