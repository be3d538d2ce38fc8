import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Experiment } from '../rig/experiment.ts'
import { mailed } from '../rig/mailed.ts'
import { newPassword } from '../rig/people.ts'

const RESETS = 10

export const f32: Experiment = {
  id: 'F-32',
  title: 'Killed while it stops',
  fault: 'SIGTERM with work in flight, then SIGKILL, or a second SIGTERM after a second, in turn',
  cycles: { full: 20, short: 2 },
  async run(rig, { cycles }) {
    const emails = await rig.people.add(RESETS)
    for (let cycle = 0; cycle < cycles; cycle++) {
      const server = cycle % 2
      const people = await mailed(rig, emails)
      rig.sink.set(() => ({ dot: { afterMs: 2_500 } }))
      const askers = await rig.people.add(3)
      await Promise.all(askers.map((email) => rig.driver.ask(email, { server })))
      const resets = people.map(({ email, token }, nth) =>
        rig.driver.reset(email, token, newPassword(cycle * 100 + nth), { server }),
      )
      await sleep(randomInt(200))
      rig.server(server).signal('SIGTERM')
      // A second signal counts as one when it comes at once: terminals send two.
      await sleep(cycle % 4 < 2 ? randomInt(300) : 1_100)
      rig.interrupted()
      await rig.server(server).kill(cycle % 4 < 2 ? 'SIGKILL' : 'SIGTERM')
      // Stopped by itself before that: as told.
      rig.server(server).ends.byItself = 0
      await Promise.all(resets)
      await rig.server(server).start()
      rig.sink.set('ok')
    }
    return {}
  },
  pass: { 'every request is mailed': (seen) => seen.mailed === seen.accepted },
}
