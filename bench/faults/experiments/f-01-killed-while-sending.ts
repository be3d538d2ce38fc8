import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Experiment } from '../rig/experiment.ts'
import { until } from '../rig/until.ts'

export const f01: Experiment = {
  id: 'F-01',
  title: 'Killed while an email is in flight',
  fault: 'kill -9 of the sending server, 0–300 ms after DATA began',
  cycles: { full: 100, short: 3 },
  async run(rig, { cycles }) {
    const people = await rig.people.add(cycles)
    rig.sink.set(() => ({ data: { afterMs: randomInt(150) }, dot: { afterMs: randomInt(150) } }))
    // The servers alternate: one is killed while the other restarts.
    const starts: Promise<void>[] = []
    for (const email of people) {
      await rig.driver.request(email, { server: await rig.readyServer() })
      await until(() => rig.sink.inFlight.size > 0)
      const server = [...rig.sink.inFlight][0]?.server ?? 0
      await sleep(randomInt(300))
      await rig.server(server).kill()
      starts.push(rig.server(server).start())
    }
    await Promise.all(starts)
    rig.sink.set('ok')
    return { kills: cycles }
  },
  pass: {
    'every request is accepted and emailed': (seen) => seen.emailed === seen.kills,
    'no more duplicates than kills': (seen) => seen.duplicates <= (seen.kills ?? 0),
  },
}
