import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Call } from '../rig/driver.ts'
import type { Experiment } from '../rig/experiment.ts'
import { newPassword } from '../rig/people.ts'
import { refusals } from '../rig/refusals.ts'
import { requestEmails } from '../rig/request-emails.ts'

const RESETS = 50
const SENDS = 10

export const f31: Experiment = {
  id: 'F-31',
  title: 'A graceful shutdown with work in flight',
  fault: 'SIGTERM during 50 resets and 10 sends at one server',
  cycles: { full: 50, short: 1 },
  async run(rig, { cycles }) {
    const emails = await rig.people.add(RESETS)
    const calls: Call[] = []
    const stops: { code: number | null; afterMs: number }[] = []
    for (let cycle = 0; cycle < cycles; cycle++) {
      const server = cycle % 2
      const people = await requestEmails(rig, emails)
      const others = await rig.people.add(SENDS)
      await Promise.all(others.map((email) => rig.driver.request(email, { server })))
      const resets = people.map(({ email, token }, nth) =>
        rig.driver.reset(email, token, newPassword(cycle * 100 + nth), { server }),
      )
      const sentAt = performance.now()
      await Promise.race(resets)
      // By now all have been sent, on a slow machine too, and most still wait for their hash.
      await sleep(50 + randomInt(250) + (performance.now() - sentAt))
      stops.push(await rig.server(server).kill('SIGTERM'))
      calls.push(...(await Promise.all(resets)))
      await rig.server(server).start()
    }
    return {
      ...refusals(calls),
      notAccepted: calls.filter((call) => call.status === 0 && call.outcome === 'fail').length,
      changed: calls.filter((call) => call.status === 200).length,
      uncleanStops: stops.filter(({ code }) => code !== 0).length,
      slowestStopMs: Math.round(Math.max(...stops.map(({ afterMs }) => afterMs))),
    }
  },
  pass: {
    'every shutdown exits with 0 within 25 s': (seen) =>
      seen.uncleanStops === 0 && (seen.slowestStopMs ?? 0) <= 25_000,
    'every accepted call is answered: changed, or 503 with Retry-After': (seen) =>
      (seen.changed ?? 0) + (seen.answered503 ?? 0) + (seen.notAccepted ?? 0) === seen.calls &&
      seen.withoutRetryAfter === 0,
    'no duplicates': (seen) => seen.duplicates === 0,
  },
}
