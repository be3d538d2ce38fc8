import { setTimeout as sleep } from 'node:timers/promises'
import type { Experiment } from '../rig/experiment.ts'
import { copiesPerAddress } from '../rig/message-counts.ts'
import { until } from '../rig/until.ts'

export const f30: Experiment = {
  id: 'F-30',
  title: 'A worker paused beyond its lease',
  fault:
    'SIGSTOP of the sending server before the answer to the final dot, until the other server has sent, at least 3 min (short: 3 s); then SIGCONT',
  cycles: { full: 3, short: 1 },
  async run(rig, { cycles, short }) {
    let slowestTakeoverMs = 0
    for (let cycle = 0; cycle < cycles; cycle++) {
      const [email = ''] = await rig.people.add(1)
      rig.sink.set(() => ({ dot: { afterMs: 1_500 } }))
      await rig.driver.request(email)
      await until(() => rig.sink.inFlight.size > 0)
      const server = [...rig.sink.inFlight][0]?.server ?? 0
      rig.server(server).signal('SIGSTOP')
      const over = rig.interrupted()
      const pausedAt = Date.now()
      await until(
        () => rig.sink.deliveries.some((one) => one.to === email && one.server !== server),
        {
          withinMs: 300_000,
          everyMs: 50,
        },
      )
      slowestTakeoverMs = Math.max(slowestTakeoverMs, Date.now() - pausedAt)
      await sleep(short ? 3_000 : Math.max(3_000, 180_000 - (Date.now() - pausedAt)))
      rig.server(server).signal('SIGCONT')
      await sleep(3_000)
      over()
    }
    rig.sink.set('ok')
    const [fenced] = await rig.rows<{ count: number }>(
      `select count(*)::int from message where state <> 'handed-over'`,
    )
    const people = [...new Set(rig.sink.deliveries.map((one) => one.to))]
    return {
      slowestTakeoverMs,
      notHandedOver: fenced?.count ?? 0,
      mostCopies: Math.max(...copiesPerAddress(rig, people)),
    }
  },
  pass: {
    'the other server sends': (seen) => seen.emailed === seen.accepted,
    'at most one duplicate': (seen) => (seen.mostCopies ?? 9) <= 2,
    'the late report of the paused worker changes nothing': (seen) => seen.notHandedOver === 0,
  },
}
