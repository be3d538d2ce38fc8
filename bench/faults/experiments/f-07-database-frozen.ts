import { setTimeout as sleep } from 'node:timers/promises'
import { connections } from '../rig/connections.ts'
import type { Experiment } from '../rig/experiment.ts'
import { refusals } from '../rig/refusals.ts'

export const f07: Experiment = {
  id: 'F-07',
  title: 'PostgreSQL frozen',
  fault: 'SIGSTOP of every process of it, 60 s (a test: 6 s); 20 asks a second',
  cycles: { full: 1, short: 1 },
  async run(rig, { short }) {
    const people = await rig.people.add(200)
    const stop = rig.driver.load((nth) => rig.driver.ask(people[nth % people.length] ?? ''))
    await sleep(2_000)
    rig.interrupted()
    rig.postgres.signalAll('SIGSTOP')
    await sleep(short ? 6_000 : 60_000)
    rig.postgres.signalAll('SIGCONT')
    const healMs = await rig.healthy()
    await sleep(2_000)
    await stop()
    const slowestMs = Math.round(Math.max(...rig.driver.log.map((call) => call.ms)))
    return {
      ...refusals(rig.driver.log),
      slowestMs,
      healMs,
      connections: await connections(rig),
    }
  },
  pass: {
    'every 503 says when to come back': (seen) => seen.without === 0,
    'no other failure': (seen) => seen.otherFailures === 0,
    'no connection leaks': (seen) => (seen.connections ?? 0) <= 28,
  },
  passInTime: {
    'every call ends within 5 s': (seen) => (seen.slowestMs ?? 0) <= 5_000,
    'heals within 10 s': (seen) => (seen.healMs ?? 0) <= 10_000,
  },
}
