import { setTimeout as sleep } from 'node:timers/promises'
import type { Experiment } from '../rig/experiment.ts'
import { killDatabase } from '../rig/kill-database.ts'
import { newPassword } from '../rig/people.ts'
import { refusals } from '../rig/refusals.ts'
import { requestEmails } from '../rig/request-emails.ts'

const RESETS_EACH = 12

export const f05: Experiment = {
  id: 'F-05',
  title: 'PostgreSQL killed during resets',
  fault: 'kill -9 of the postmaster and of one backend alternately, 12 resets around each kill',
  cycles: { full: 20, short: 2 },
  async run(rig, { cycles }) {
    const people = await requestEmails(rig, cycles * RESETS_EACH)
    let slowestRecoveryMs = 0
    for (let cycle = 0; cycle < cycles; cycle++) {
      const batch = people.slice(cycle * RESETS_EACH, (cycle + 1) * RESETS_EACH)
      const stop = rig.driver.load((nth) => {
        const person = batch[nth]
        return (
          person && rig.driver.reset(person.email, person.token, newPassword(cycle * 100 + nth))
        )
      }, 15)
      await sleep(400)
      await killDatabase(rig, cycle % 2 === 0 ? 'postmaster' : 'backend')
      await sleep(RESETS_EACH * 70)
      await stop()
      slowestRecoveryMs = Math.max(slowestRecoveryMs, await rig.healthy())
    }
    const resets = rig.driver.log.filter((call) => call.op === 'recovery.reset')
    return { ...refusals(resets), slowestRecoveryMs }
  },
  pass: {
    'every 503 has Retry-After': (seen) => seen.withoutRetryAfter === 0,
    'no other failure': (seen) => seen.otherFailures === 0,
    'some resets were interrupted': (seen) => (seen.answered503 ?? 0) > 0,
  },
  passInTime: {
    'the pools recover within 10 s': (seen) => (seen.slowestRecoveryMs ?? 0) <= 10_000,
  },
}
