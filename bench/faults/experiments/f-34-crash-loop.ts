import { setTimeout as sleep } from 'node:timers/promises'
import type { Experiment } from '../rig/experiment.ts'

export const f34: Experiment = {
  id: 'F-34',
  title: 'A crash loop',
  fault:
    'the only server is killed every 5 s for 10 min (short: every 2 s, twice); 4 requests per second',
  cycles: { full: 120, short: 2 },
  async run(rig, { cycles, short }) {
    await rig.server(1).kill('SIGTERM')
    const people = await rig.people.add(300)
    const stop = rig.driver.load(
      (nth) => rig.driver.request(people[nth % people.length] ?? '', { server: 0 }),
      4,
    )
    for (let cycle = 0; cycle < cycles; cycle++) {
      await sleep(short ? 2_000 : 5_000)
      await rig.server(0).kill()
      await rig.server(0).start()
    }
    await stop()
    const waited = await rig.rows<{ jobs: number }>('select count(*)::int as jobs from outbox_job')
    const alone = await rig.settle()
    await rig.server(1).start()
    return { kills: cycles, leftAtTheEnd: waited[0]?.jobs ?? 0, drainedAloneMs: alone }
  },
  pass: {
    'the outbox drains': (seen) => seen.emailed === seen.accepted && seen.accepted > 0,
    'no more duplicates than kills': (seen) => seen.duplicates <= (seen.kills ?? 0),
  },
}
