import type { Experiment } from '../rig/experiment.ts'
import { each } from '../rig/request-emails.ts'

export const f29: Experiment = {
  id: 'F-29',
  title: 'Two servers, one outbox',
  fault: 'none: requests at full speed',
  cycles: { full: 2_000, short: 60 },
  async run(rig, { cycles }) {
    const people = await rig.people.add(cycles)
    await each(people, 16, (email) => rig.driver.request(email))
    const drainMs = await rig.settle()
    const byServer = [0, 1].map((server) =>
      rig.sink.deliveries.filter((one) => one.server === server),
    )
    return { drainMs, byFirst: byServer[0]?.length ?? 0, bySecond: byServer[1]?.length ?? 0 }
  },
  pass: {
    'each is emailed': (seen) => seen.emailed === seen.accepted,
    'no duplicates': (seen) => seen.duplicates === 0,
    'both servers sent': (seen) => (seen.byFirst ?? 0) > 0 && (seen.bySecond ?? 0) > 0,
  },
}
