import { setTimeout as sleep } from 'node:timers/promises'
import type { Experiment } from '../rig/experiment.ts'
import { refusals } from '../rig/refusals.ts'
import { fill, free, volumeLack } from '../rig/volume.ts'

const VOLUME_MIB = 192

export const f24: Experiment = {
  id: 'F-24',
  title: 'The disk of PostgreSQL is full',
  fault: `a volume of ${VOLUME_MIB} MiB filled to the last byte for 30 s (a test: 3 s); 20 asks a second`,
  cycles: { full: 3, short: 1 },
  lacks: volumeLack,
  rig: { diskMib: VOLUME_MIB },
  async run(rig, { cycles, short }) {
    const people = await rig.people.add(300)
    let reads = 0
    let healMs = 0
    const stop = rig.driver.load((nth) => rig.driver.ask(people[nth % people.length] ?? ''))
    await sleep(2_000)
    for (let cycle = 0; cycle < cycles; cycle++) {
      rig.interrupted()
      fill(rig.volume)
      for (let second = 0; second < (short ? 3 : 30); second++) {
        await sleep(1_000)
        // A session that nobody has: a read, and nothing else.
        const answer = await fetch(`${rig.server(0).url}/trpc/session.current`, {
          headers: { cookie: `latchkey=${'a'.repeat(43)}` },
        })
        if (answer.status < 500) reads += 1
      }
      free(rig.volume)
      healMs = Math.max(healMs, await rig.healthy())
      await sleep(1_000)
    }
    await stop()
    return { ...refusals(rig.driver.log), reads, healMs }
  },
  pass: {
    'writes are put off with 503 that says when to come back': (seen) =>
      (seen.answered503 ?? 0) > 0 && seen.without === 0 && seen.otherFailures === 0,
    'reads work': (seen) => (seen.reads ?? 0) > 0,
  },
  passInTime: {
    'recovers by itself within 10 s': (seen) => (seen.healMs ?? 0) <= 10_000,
  },
}
