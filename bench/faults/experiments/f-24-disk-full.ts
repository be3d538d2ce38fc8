import { setTimeout as sleep } from 'node:timers/promises'
import type { Experiment } from '../rig/experiment.ts'
import { refusals } from '../rig/refusals.ts'
import { fill, free, missingVolume } from '../rig/volume.ts'

const VOLUME_MIB = 192

export const f24: Experiment = {
  id: 'F-24',
  title: 'The disk of PostgreSQL is full',
  fault: `a volume of ${VOLUME_MIB} MiB filled completely for 30 s (short: 3 s); 20 requests per second`,
  cycles: { full: 3, short: 1 },
  missing: missingVolume,
  rig: { diskMib: VOLUME_MIB },
  async run(rig, { cycles, short }) {
    const people = await rig.people.add(300)
    let reads = 0
    let recoveryMs = 0
    const stop = rig.driver.load((nth) => rig.driver.request(people[nth % people.length] ?? ''))
    await sleep(2_000)
    for (let cycle = 0; cycle < cycles; cycle++) {
      rig.interrupted()
      fill(rig.volume)
      for (let second = 0; second < (short ? 3 : 30); second++) {
        await sleep(1_000)
        // An unknown session: a read only.
        const answer = await fetch(`${rig.server(0).url}/trpc/session.current`, {
          headers: { cookie: `latchkey=${'a'.repeat(43)}` },
        })
        if (answer.status < 500) reads += 1
      }
      free(rig.volume)
      recoveryMs = Math.max(recoveryMs, await rig.healthy())
      await sleep(1_000)
    }
    await stop()
    return { ...refusals(rig.driver.log), reads, recoveryMs }
  },
  pass: {
    'writes get 503 with Retry-After': (seen) =>
      (seen.answered503 ?? 0) > 0 && seen.withoutRetryAfter === 0 && seen.otherFailures === 0,
    'reads work': (seen) => (seen.reads ?? 0) > 0,
  },
  passInTime: {
    'recovers within 10 s': (seen) => (seen.recoveryMs ?? 0) <= 10_000,
  },
}
