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
    // Meanwhile the other one serves: each is struck while the one before still starts again.
    const starts: Promise<void>[] = []
    for (const email of people) {
      await rig.driver.ask(email, { server: await rig.awake() })
      await until(() => rig.sink.talking.size > 0)
      const door = [...rig.sink.talking][0]?.door ?? 0
      await sleep(randomInt(300))
      await rig.server(door).kill()
      starts.push(rig.server(door).start())
    }
    await Promise.all(starts)
    rig.sink.set('ok')
    return { kills: cycles }
  },
  pass: {
    'every request is accepted and mailed': (seen) => seen.mailed === seen.kills,
    'no more extra copies than kills': (seen) => seen.extraCopies <= (seen.kills ?? 0),
  },
}
