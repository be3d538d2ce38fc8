import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Experiment } from '../rig/experiment.ts'
import { until } from '../rig/until.ts'

export const f01: Experiment = {
  id: 'F-01',
  title: 'Killed while a mail is in flight',
  fault: 'kill -9 of the sending server, 0–300 ms after DATA began',
  cycles: { full: 100, short: 3 },
  async run(rig, { cycles }) {
    const people = await rig.people.add(cycles)
    rig.sink.set(() => ({ data: { afterMs: randomInt(150) }, dot: { afterMs: randomInt(150) } }))
    for (const email of people) {
      await rig.driver.ask(email)
      await until(() => rig.sink.talking.size > 0)
      const door = [...rig.sink.talking][0]?.door ?? 0
      await sleep(randomInt(300))
      await rig.server(door).kill()
      await rig.server(door).start()
    }
    rig.sink.set('ok')
    return { kills: cycles }
  },
  pass: {
    'every request is mailed': (seen) => seen.mailed === seen.accepted,
    'no more extra copies than kills': (seen) => seen.extraCopies <= (seen.kills ?? 0),
  },
}
