import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { strikeDatabase } from '../rig/database-strikes.ts'
import type { Experiment } from '../rig/experiment.ts'
import { newPassword } from '../rig/people.ts'
import { refusals } from '../rig/refusals.ts'
import type { Rig } from '../rig/rig.ts'

const HOLD_MS = 3_000

type Strike = (rig: Rig, server: number) => Promise<unknown>

async function whileStruck(rig: Rig, begin: () => unknown, end: () => unknown): Promise<void> {
  rig.interrupted()
  await begin()
  await sleep(HOLD_MS)
  await end()
}

const strikes: readonly Strike[] = [
  async (rig, server) => {
    await rig.server(server).kill()
    await rig.server(server).start()
  },
  async (rig, server) => {
    await rig.server(server).kill('SIGTERM')
    await rig.server(server).start()
  },
  (rig) => strikeDatabase(rig, 'postmaster'),
  (rig) => strikeDatabase(rig, 'backend'),
  (rig) =>
    whileStruck(
      rig,
      () => rig.postgres.signalAll('SIGSTOP'),
      () => rig.postgres.signalAll('SIGCONT'),
    ),
  (rig, server) =>
    whileStruck(
      rig,
      () => rig.wires[server]?.database.freeze(),
      () => rig.wires[server]?.database.thaw(),
    ),
  (rig, server) =>
    whileStruck(
      rig,
      () => rig.wires[server]?.mail.cut(),
      () => rig.wires[server]?.mail.mend(),
    ),
  (rig) =>
    whileStruck(
      rig,
      () => rig.sink.shut(),
      () => rig.sink.open(),
    ),
  (rig) =>
    whileStruck(
      rig,
      () => rig.sink.set('drops after the dot'),
      () => rig.sink.set('ok'),
    ),
  (rig) =>
    whileStruck(
      rig,
      () => rig.sink.set('later'),
      () => rig.sink.set('ok'),
    ),
]

export const f38: Experiment = {
  id: 'F-38',
  title: 'Soak',
  fault:
    'a fault drawn from ten every 5 min for 8 h (a test: every 4 s); 9 asks and a reset a second',
  cycles: { full: 96, short: 5 },
  onlyWhenNamed: true,
  async run(rig, { cycles, short }) {
    const people = await rig.people.add(200)
    const used = new Set<string>()
    const stop = rig.driver.load((nth) => {
      if (nth % 10 > 0) return rig.driver.ask(people[randomInt(people.length)] ?? '')
      const mail = rig.sink.deliveries.findLast((one) => one.token && !used.has(one.token))
      if (!mail) return undefined
      used.add(mail.token)
      return rig.driver.reset(mail.to, mail.token, newPassword(nth))
    }, 10)
    for (let cycle = 0; cycle < cycles; cycle++) {
      await sleep(short ? 4_000 : 300_000)
      await strikes[randomInt(strikes.length)]?.(rig, randomInt(2))
      await rig.healthy()
    }
    await sleep(2_000)
    await stop()
    await rig.hasten()
    const { answered503, without } = refusals(rig.driver.log)
    return { calls: rig.driver.log.length, answered503, without }
  },
  pass: {
    'every request is mailed': (seen) => seen.mailed === seen.accepted && seen.accepted > 0,
    'every 503 says when to come back': (seen) => seen.without === 0,
  },
}
