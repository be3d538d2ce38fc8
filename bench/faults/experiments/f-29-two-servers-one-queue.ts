import type { Experiment } from '../rig/experiment.ts'
import { each } from '../rig/mailed.ts'

export const f29: Experiment = {
  id: 'F-29',
  title: 'Two servers, one queue',
  fault: 'none: so many asks as fast as they are taken',
  cycles: { full: 2_000, short: 60 },
  async run(rig, { cycles }) {
    const people = await rig.people.add(cycles)
    await each(people, 16, (email) => rig.driver.ask(email))
    const drainMs = await rig.settle()
    const byServer = [0, 1].map((door) => rig.sink.deliveries.filter((one) => one.door === door))
    return { drainMs, byFirst: byServer[0]?.length ?? 0, bySecond: byServer[1]?.length ?? 0 }
  },
  pass: {
    'each is mailed': (seen) => seen.mailed === seen.accepted,
    'none twice': (seen) => seen.extraCopies === 0,
    'both servers sent': (seen) => (seen.byFirst ?? 0) > 0 && (seen.bySecond ?? 0) > 0,
  },
}
