import type { Experiment } from '../rig/experiment.ts'
import { messageCounts } from '../rig/message-counts.ts'
import { each } from '../rig/request-emails.ts'
import { modes } from '../rig/sink-modes.ts'

export const f11: Experiment = {
  id: 'F-11',
  title: 'A busy mail server',
  fault: '421 in the greeting or 451 to RCPT, 30 % of the time',
  cycles: { full: 200, short: 10 },
  async run(rig, { cycles }) {
    rig.sink.set(({ to }) => {
      if (Math.random() >= 0.3) return modes.ok
      return to === '' ? modes.busy : modes.later
    })
    const people = await rig.people.add(cycles)
    await each(people, 4, (email) => rig.driver.request(email))
    // Of 200, some fail often enough to wait for minutes before their last attempt.
    const drainMs = await rig.settle(1_200_000)
    return { drainMs, ...(await messageCounts(rig, people)) }
  },
  pass: {
    'all are emailed': (seen) => seen.emailed === seen.accepted,
    'no busy loop: at most one attempt every five seconds': (seen) =>
      (seen.mostAttempts ?? 0) <= 1 + (seen.drainMs ?? 0) / 4_000,
  },
}
