import { setTimeout as sleep } from 'node:timers/promises'
import type { Experiment } from '../rig/experiment.ts'
import { oldPassword } from '../rig/people.ts'
import { refusals } from '../rig/refusals.ts'

const HEAP_MIB = 256

export const f23: Experiment = {
  id: 'F-23',
  title: 'Low memory',
  fault: `a heap of at most ${HEAP_MIB} MiB; 15 requests, 3 sign-ins and 2 resets per second for 10 min (short: 6 s)`,
  cycles: { full: 1, short: 1 },
  rig: { settings: { NODE_OPTIONS: `--max-old-space-size=${HEAP_MIB}` } },
  async run(rig, { short }) {
    const people = await rig.people.add(300)
    const someone = (nth: number) => people[nth % people.length] ?? ''
    const unknownToken = 'a'.repeat(43)
    const stop = rig.driver.load((nth) => {
      if (nth % 20 < 15) return rig.driver.request(someone(nth))
      if (nth % 20 < 18) return rig.driver.signIn(someone(nth), oldPassword)
      return rig.driver.call('recovery.reset', { token: unknownToken, newPassword: 'grey heron x' })
    })
    const memory = async () => {
      const each = await Promise.all(rig.servers.map((server) => server.memory()))
      return Math.max(...each)
    }
    const part = short ? 2_000 : 200_000
    await sleep(part)
    const afterAThird = await memory()
    await sleep(part)
    const afterTwo = await memory()
    await sleep(part)
    const atTheEnd = await memory()
    await stop()
    return {
      ...refusals(rig.driver.log),
      afterAThirdMib: Math.round(afterAThird),
      afterTwoThirdsMib: Math.round(afterTwo),
      atTheEndMib: Math.round(atTheEnd),
    }
  },
  pass: {
    'only answers and 503': (seen) => seen.otherFailures === 0 && seen.withoutRetryAfter === 0,
    'memory does not grow': (seen) =>
      Math.min(seen.atTheEndMib ?? 0, seen.afterTwoThirdsMib ?? 0) <=
      1.15 * (seen.afterAThirdMib ?? 0),
  },
}
