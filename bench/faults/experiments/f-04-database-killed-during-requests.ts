import { setTimeout as sleep } from 'node:timers/promises'
import type { Experiment } from '../rig/experiment.ts'
import { killDatabase } from '../rig/kill-database.ts'
import { refusals } from '../rig/refusals.ts'

export const f04: Experiment = {
  id: 'F-04',
  title: 'PostgreSQL killed during requests',
  fault: 'kill -9 of the postmaster and of one backend alternately, 20 requests per second',
  cycles: { full: 20, short: 2 },
  async run(rig, { cycles }) {
    const people = [...(await rig.people.add(400)), ...(await rig.people.add(20, 'disabled'))]
    const strangers = 40
    const stop = rig.driver.load((nth) => {
      const who = nth % (people.length + strangers)
      return rig.driver.request(people[who] ?? `p${who}-f0@example.com`)
    })
    let slowestRecoveryMs = 0
    for (let cycle = 0; cycle < cycles; cycle++) {
      await sleep(1_000)
      await killDatabase(rig, cycle % 2 === 0 ? 'postmaster' : 'backend')
      slowestRecoveryMs = Math.max(slowestRecoveryMs, await rig.healthy())
    }
    await sleep(1_000)
    await stop()
    return { ...refusals(rig.driver.log), slowestRecoveryMs }
  },
  pass: {
    'every 503 has Retry-After': (seen) => seen.withoutRetryAfter === 0,
    'no other failure': (seen) => seen.otherFailures === 0,
  },
  passInTime: {
    'the pools recover within 10 s': (seen) => (seen.slowestRecoveryMs ?? 0) <= 10_000,
  },
}
