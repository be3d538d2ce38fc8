import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Experiment } from '../rig/experiment.ts'
import { killDatabase } from '../rig/kill-database.ts'
import { newPassword } from '../rig/people.ts'
import { refusals } from '../rig/refusals.ts'
import type { Rig } from '../rig/rig.ts'

const HOLD_MS = 3_000

type Fault = (rig: Rig, server: number) => Promise<unknown>

async function during(rig: Rig, begin: () => unknown, end: () => unknown): Promise<void> {
  rig.interrupted()
  await begin()
  await sleep(HOLD_MS)
  await end()
}

const faults: readonly Fault[] = [
  async (rig, server) => {
    await rig.server(server).kill()
    await rig.server(server).start()
  },
  async (rig, server) => {
    await rig.server(server).kill('SIGTERM')
    await rig.server(server).start()
  },
  (rig) => killDatabase(rig, 'postmaster'),
  (rig) => killDatabase(rig, 'backend'),
  (rig) =>
    during(
      rig,
      () => rig.postgres.signalAll('SIGSTOP'),
      () => rig.postgres.signalAll('SIGCONT'),
    ),
  (rig, server) =>
    during(
      rig,
      () => rig.wires[server]?.database.freeze(),
      () => rig.wires[server]?.database.thaw(),
    ),
  (rig, server) =>
    during(
      rig,
      () => rig.wires[server]?.mail.cut(),
      () => rig.wires[server]?.mail.restore(),
    ),
  (rig) =>
    during(
      rig,
      () => rig.sink.shut(),
      () => rig.sink.open(),
    ),
  (rig) =>
    during(
      rig,
      () => rig.sink.set('drops after the dot'),
      () => rig.sink.set('ok'),
    ),
  (rig) =>
    during(
      rig,
      () => rig.sink.set('later'),
      () => rig.sink.set('ok'),
    ),
]

export const f38: Experiment = {
  id: 'F-38',
  title: 'Soak',
  fault:
    'one of ten random faults every 5 min for 8 h (short: every 4 s); 9 requests and one reset per second',
  cycles: { full: 96, short: 5 },
  onlyWhenNamed: true,
  async run(rig, { cycles, short }) {
    const people = await rig.people.add(200)
    const used = new Set<string>()
    const stop = rig.driver.load((nth) => {
      if (nth % 10 > 0) return rig.driver.request(people[randomInt(people.length)] ?? '')
      const email = rig.sink.deliveries.findLast((one) => one.token && !used.has(one.token))
      if (!email) return undefined
      used.add(email.token)
      return rig.driver.reset(email.to, email.token, newPassword(nth))
    }, 10)
    for (let cycle = 0; cycle < cycles; cycle++) {
      await sleep(short ? 4_000 : 300_000)
      await faults[randomInt(faults.length)]?.(rig, randomInt(2))
      await rig.healthy()
    }
    await sleep(2_000)
    await stop()
    await rig.makeRetriesDue()
    const { answered503, withoutRetryAfter } = refusals(rig.driver.log)
    return { calls: rig.driver.log.length, answered503, withoutRetryAfter }
  },
  pass: {
    'every request is emailed': (seen) => seen.emailed === seen.accepted && seen.accepted > 0,
    'every 503 has Retry-After': (seen) => seen.withoutRetryAfter === 0,
  },
}
