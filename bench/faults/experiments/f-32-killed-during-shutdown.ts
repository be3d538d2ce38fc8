import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Experiment } from '../rig/experiment.ts'
import { newPassword } from '../rig/people.ts'
import { requestEmails } from '../rig/request-emails.ts'

const RESETS = 10

export const f32: Experiment = {
  id: 'F-32',
  title: 'Killed during shutdown',
  fault:
    'SIGTERM with work in flight, then alternately SIGKILL or, after a second, another SIGTERM',
  cycles: { full: 20, short: 2 },
  async run(rig, { cycles }) {
    const emails = await rig.people.add(RESETS)
    for (let cycle = 0; cycle < cycles; cycle++) {
      const server = cycle % 2
      const people = await requestEmails(rig, emails)
      rig.sink.set(() => ({ dot: { afterMs: 2_500 } }))
      const others = await rig.people.add(3)
      await Promise.all(others.map((email) => rig.driver.request(email, { server })))
      const resets = people.map(({ email, token }, nth) =>
        rig.driver.reset(email, token, newPassword(cycle * 100 + nth), { server }),
      )
      await sleep(randomInt(200))
      rig.server(server).signal('SIGTERM')
      // A second signal within a second is ignored, because terminals send two.
      await sleep(cycle % 4 < 2 ? randomInt(300) : 1_100)
      rig.interrupted()
      await rig.server(server).kill(cycle % 4 < 2 ? 'SIGKILL' : 'SIGTERM')
      // It may have stopped before the second signal, which is fine.
      rig.server(server).ends.unexpectedly = 0
      await Promise.all(resets)
      await rig.server(server).start()
      rig.sink.set('ok')
    }
    return {}
  },
  pass: { 'every request is emailed': (seen) => seen.emailed === seen.accepted },
}
