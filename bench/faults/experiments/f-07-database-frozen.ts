import { setTimeout as sleep } from 'node:timers/promises'
import { connections } from '../rig/connections.ts'
import type { Experiment } from '../rig/experiment.ts'
import { refusals } from '../rig/refusals.ts'

export const f07: Experiment = {
  id: 'F-07',
  title: 'PostgreSQL frozen',
  fault: 'SIGSTOP of all its processes for 60 s (short: 6 s); 20 requests per second',
  cycles: { full: 1, short: 1 },
  async run(rig, { short }) {
    const people = await rig.people.add(200)
    const stop = rig.driver.load((nth) => rig.driver.request(people[nth % people.length] ?? ''))
    await sleep(2_000)
    rig.interrupted()
    rig.postgres.signalAll('SIGSTOP')
    await sleep(short ? 6_000 : 60_000)
    rig.postgres.signalAll('SIGCONT')
    const recoveryMs = await rig.healthy()
    await sleep(2_000)
    await stop()
    const slowestMs = Math.round(Math.max(...rig.driver.log.map((call) => call.ms)))
    return {
      ...refusals(rig.driver.log),
      slowestMs,
      recoveryMs,
      connections: await connections(rig),
    }
  },
  pass: {
    'every 503 has Retry-After': (seen) => seen.withoutRetryAfter === 0,
    'no other failure': (seen) => seen.otherFailures === 0,
    'no connection leaks': (seen) => (seen.connections ?? 0) <= 28,
  },
  passInTime: {
    'every call ends within 5 s': (seen) => (seen.slowestMs ?? 0) <= 5_000,
    'recovers within 10 s': (seen) => (seen.recoveryMs ?? 0) <= 10_000,
  },
}
