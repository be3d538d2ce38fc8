import { setTimeout as sleep } from 'node:timers/promises'
import { connections } from '../rig/connections.ts'
import type { Experiment } from '../rig/experiment.ts'
import { newPassword } from '../rig/people.ts'
import { refusals } from '../rig/refusals.ts'
import { each, requestEmails } from '../rig/request-emails.ts'

export const f08: Experiment = {
  id: 'F-08',
  title: 'The network to PostgreSQL drops all packets',
  fault:
    'both connections frozen for 60 s (short: 6 s) during resets; each reset is called again afterwards',
  cycles: { full: 40, short: 4 },
  async run(rig, { cycles, short }) {
    const people = await requestEmails(rig, cycles)
    const calls = people.map(async ({ email, token }, nth) => {
      await sleep(nth * 25)
      return rig.driver.reset(email, token, newPassword(nth))
    })
    await sleep(Math.min(250, cycles * 10))
    rig.interrupted()
    for (const { database } of rig.wires) database.freeze()
    await Promise.all(calls)
    await sleep(short ? 1_000 : 60_000)
    const slowestMs = Math.round(Math.max(...rig.driver.log.map((call) => call.ms)))
    for (const { database } of rig.wires) database.thaw()
    const recoveryMs = await rig.healthy()
    await each(people, 4, ({ email, token }, nth) =>
      rig.driver.reset(email, token, newPassword(1_000 + nth)),
    )
    return {
      ...refusals(rig.driver.log),
      slowestMs,
      recoveryMs,
      connections: await connections(rig),
    }
  },
  pass: {
    'every 503 has Retry-After': (seen) => seen.withoutRetryAfter === 0,
    'no other failure': (seen) => seen.otherFailures === 0,
    'no connection leaks': (seen) => (seen.connections ?? 0) <= 28,
  },
  passInTime: {
    'recovers within 10 s': (seen) => (seen.recoveryMs ?? 0) <= 10_000,
  },
}
