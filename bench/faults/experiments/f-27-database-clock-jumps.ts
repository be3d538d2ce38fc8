import { setTimeout as sleep } from 'node:timers/promises'
import { clockLack } from '../rig/clock.ts'
import type { Experiment } from '../rig/experiment.ts'
import { mailed } from '../rig/mailed.ts'
import { newPassword } from '../rig/people.ts'

const PEOPLE_EACH = 10
const jumps = [-10, 0, 10, 0]

export const f27: Experiment = {
  id: 'F-27',
  title: 'The clock of the database jumps',
  fault: '10 min back, right again, 10 min forward, right again',
  cycles: { full: 8, short: 2 },
  lacks: clockLack,
  rig: { databaseClock: true },
  async run(rig, { cycles }) {
    const seen = { spent: 0, revived: 0, stillGood: 0 }
    for (let cycle = 0; cycle < cycles; cycle++) {
      const people = await mailed(rig, PEOPLE_EACH)
      const later = await mailed(rig, PEOPLE_EACH)
      for (const [nth, { email, token }] of people.entries()) {
        const reset = await rig.driver.reset(email, token, newPassword(cycle * 100 + nth))
        if (reset.status === 200) seen.spent += 1
      }
      rig.databaseClock?.set(jumps[cycle % jumps.length] ?? 0)
      await sleep(1_000)
      for (const { email, token } of people) {
        if ((await rig.driver.verify(token)).status === 200) seen.revived += 1
        const again = await rig.driver.reset(email, token, newPassword(90_000 + cycle))
        if (again.status === 200) seen.revived += 1
      }
      for (const { token } of later) {
        if ((await rig.driver.verify(token)).status === 200) seen.stillGood += 1
      }
    }
    rig.databaseClock?.set(0)
    await sleep(1_000)
    await rig.hasten()
    return { ...seen, made: cycles * PEOPLE_EACH }
  },
  pass: {
    'no spent link revives': (seen) => seen.revived === 0 && seen.spent === seen.made,
    'lifetimes shift by the jump and no more': (seen) => seen.stillGood === seen.made,
  },
}
