import { setTimeout as sleep } from 'node:timers/promises'
import { strikeDatabase } from '../rig/database-strikes.ts'
import type { Experiment } from '../rig/experiment.ts'
import { mailed } from '../rig/mailed.ts'
import { newPassword } from '../rig/people.ts'
import { refusals } from '../rig/refusals.ts'

const RESETS_EACH = 12

export const f05: Experiment = {
  id: 'F-05',
  title: 'PostgreSQL killed under resets',
  fault: 'kill -9 of the postmaster and of one backend in turn, 12 resets around each',
  cycles: { full: 20, short: 2 },
  async run(rig, { cycles }) {
    const people = await mailed(rig, cycles * RESETS_EACH)
    let slowestHealMs = 0
    for (let cycle = 0; cycle < cycles; cycle++) {
      const ours = people.slice(cycle * RESETS_EACH, (cycle + 1) * RESETS_EACH)
      const stop = rig.driver.load((nth) => {
        const person = ours[nth]
        return (
          person && rig.driver.reset(person.email, person.token, newPassword(cycle * 100 + nth))
        )
      }, 15)
      await sleep(400)
      await strikeDatabase(rig, cycle % 2 === 0 ? 'postmaster' : 'backend')
      await sleep(RESETS_EACH * 70)
      await stop()
      slowestHealMs = Math.max(slowestHealMs, await rig.healthy())
    }
    const resets = rig.driver.log.filter((call) => call.op === 'recovery.reset')
    return { ...refusals(resets), slowestHealMs }
  },
  pass: {
    'every 503 says when to come back': (seen) => seen.without === 0,
    'no other failure': (seen) => seen.otherFailures === 0,
    'some resets were struck': (seen) => (seen.answered503 ?? 0) > 0,
  },
  passInTime: {
    'the pools heal within 10 s': (seen) => (seen.slowestHealMs ?? 0) <= 10_000,
  },
}
