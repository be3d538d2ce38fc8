import type { Experiment } from '../rig/experiment.ts'
import { mailFacts } from '../rig/mail-facts.ts'
import { each } from '../rig/mailed.ts'
import { modes } from '../rig/sink-modes.ts'

export const f11: Experiment = {
  id: 'F-11',
  title: 'A busy mail server',
  fault: '421 at the greeting or 451 at RCPT, 30 % of the time',
  cycles: { full: 200, short: 10 },
  async run(rig, { cycles }) {
    rig.sink.set(({ to }) => {
      if (Math.random() >= 0.3) return modes.ok
      return to === '' ? modes.busy : modes.later
    })
    const people = await rig.people.add(cycles)
    await each(people, 4, (email) => rig.driver.ask(email))
    const drainMs = await rig.settle()
    return { drainMs, ...(await mailFacts(rig, people)) }
  },
  pass: {
    'all are mailed': (seen) => seen.mailed === seen.accepted,
    'no hot loop: an attempt every five seconds at most': (seen) =>
      (seen.mostAttempts ?? 0) <= 1 + (seen.drainMs ?? 0) / 4_000,
  },
}
