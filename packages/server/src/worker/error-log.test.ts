import { Unavailable } from '@latchkey/core'
import { expect, test } from 'vitest'
import { createErrorLog } from './error-log.ts'

function openLog() {
  const lines: object[] = []
  const time = { now: 0 }
  const write = (line: object) => void lines.push(line)
  return { lines, time, ...createErrorLog({ error: write, info: write }, () => time.now) }
}

const away = () =>
  new Unavailable('The database is not available', {
    cause: Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), { code: 'ECONNREFUSED' }),
  })

test('an outage of the database is one line at once and one every ten seconds, until it is back', () => {
  const testbed = openLog()
  for (let second = 0; second < 25; second += 0.25) {
    testbed.time.now = second * 1_000
    testbed.onError(away())
  }
  testbed.onSuccess()
  testbed.onSuccess()
  const line = { event: 'worker.error', problem: 'connect ECONNREFUSED 10.0.0.7:5432' }
  expect(testbed.lines).toEqual([
    { ...line, failures: 1 },
    { ...line, failures: 40 },
    { ...line, failures: 40 },
    { event: 'worker.recovered', afterSeconds: 25 },
  ])
})

test('a database that comes and goes does not fill the log either', () => {
  const testbed = openLog()
  for (let second = 0; second < 20; second += 0.5) {
    testbed.time.now = second * 1_000
    testbed.onError(away())
    testbed.onSuccess()
  }
  expect(testbed.lines).toHaveLength(4)
})

test('what an application does wrong is logged with its error, and is no outage of the database', () => {
  const testbed = openLog()
  const bug = new TypeError('undefined is not a function')
  const failed = new Error('accounts.lookup threw an error', { cause: bug })
  const err = new Unavailable(failed.message, { cause: failed })
  for (let second = 0; second < 15; second += 5) {
    testbed.time.now = second * 1_000
    testbed.onError(err)
    testbed.onSuccess()
  }
  expect(testbed.lines).toEqual([
    { event: 'worker.error', err, failures: 1 },
    { event: 'worker.error', err, failures: 2 },
  ])
})

test('any other error is logged each time, with all that is known', () => {
  const testbed = openLog()
  const err = new TypeError('a bug')
  testbed.onError(err)
  testbed.onError(err)
  expect(testbed.lines).toEqual(Array(2).fill({ event: 'worker.error', err }))
})
