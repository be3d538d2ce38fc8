import { setTimeout as sleep } from 'node:timers/promises'
import { missingClock } from '../rig/clock.ts'
import type { Experiment } from '../rig/experiment.ts'
import { newPassword } from '../rig/people.ts'
import { requestEmails } from '../rig/request-emails.ts'

const PEOPLE_EACH = 10
const jumps = [-10, 0, 10, 0]

export const f27: Experiment = {
  id: 'F-27',
  title: 'The clock of the database jumps',
  fault: '10 min back, correct, 10 min forward, correct',
  cycles: { full: 8, short: 2 },
  missing: missingClock,
  rig: { databaseClock: true },
  async run(rig, { cycles }) {
    const seen = { spent: 0, reused: 0, stillValid: 0 }
    for (let cycle = 0; cycle < cycles; cycle++) {
      const people = await requestEmails(rig, PEOPLE_EACH)
      const later = await requestEmails(rig, PEOPLE_EACH)
      for (const [nth, { email, token }] of people.entries()) {
        const reset = await rig.driver.reset(email, token, newPassword(cycle * 100 + nth))
        if (reset.status === 200) seen.spent += 1
      }
      rig.databaseClock?.set(jumps[cycle % jumps.length] ?? 0)
      await sleep(1_000)
      for (const { email, token } of people) {
        if ((await rig.driver.verify(token)).status === 200) seen.reused += 1
        const again = await rig.driver.reset(email, token, newPassword(90_000 + cycle))
        if (again.status === 200) seen.reused += 1
      }
      for (const { token } of later) {
        if ((await rig.driver.verify(token)).status === 200) seen.stillValid += 1
      }
    }
    rig.databaseClock?.set(0)
    await sleep(1_000)
    // What was written while the clock was ahead is due when it gets there; ten minutes are too long to wait here.
    await rig.rows('update outbox_job set due_at = now() where leased_at is null')
    return { ...seen, made: cycles * PEOPLE_EACH }
  },
  pass: {
    'no spent link becomes valid again': (seen) => seen.reused === 0 && seen.spent === seen.made,
    'other links stay valid': (seen) => seen.stillValid === seen.made,
  },
}
