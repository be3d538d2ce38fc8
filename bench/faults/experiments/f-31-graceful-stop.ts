import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Call } from '../rig/driver.ts'
import type { Experiment } from '../rig/experiment.ts'
import { mailed } from '../rig/mailed.ts'
import { newPassword } from '../rig/people.ts'
import { refusals } from '../rig/refusals.ts'

const RESETS = 50
const SENDS = 10

export const f31: Experiment = {
  id: 'F-31',
  title: 'A graceful stop with work in flight',
  fault: 'SIGTERM during 50 resets and 10 sends at one server',
  cycles: { full: 50, short: 1 },
  async run(rig, { cycles }) {
    const emails = await rig.people.add(RESETS)
    const calls: Call[] = []
    const stops: { code: number | null; afterMs: number }[] = []
    for (let cycle = 0; cycle < cycles; cycle++) {
      const server = cycle % 2
      const people = await mailed(rig, emails)
      const askers = await rig.people.add(SENDS)
      await Promise.all(askers.map((email) => rig.driver.ask(email, { server })))
      const resets = people.map(({ email, token }, nth) =>
        rig.driver.reset(email, token, newPassword(cycle * 100 + nth), { server }),
      )
      // When one is answered, those sent with it have been taken in.
      await Promise.race(resets)
      await sleep(50 + randomInt(250))
      stops.push(await rig.server(server).kill('SIGTERM'))
      calls.push(...(await Promise.all(resets)))
      await rig.server(server).start()
    }
    return {
      ...refusals(calls),
      notTaken: calls.filter((call) => call.status === 0 && call.outcome === 'fail').length,
      changed: calls.filter((call) => call.status === 200).length,
      uncleanStops: stops.filter(({ code }) => code !== 0).length,
      slowestStopMs: Math.round(Math.max(...stops.map(({ afterMs }) => afterMs))),
    }
  },
  pass: {
    'every stop ends with 0 within 25 s': (seen) =>
      seen.uncleanStops === 0 && (seen.slowestStopMs ?? 0) <= 25_000,
    'every call that was taken is answered: changed, or 503 that says when to come back': (seen) =>
      (seen.changed ?? 0) + (seen.answered503 ?? 0) + (seen.notTaken ?? 0) === seen.calls &&
      seen.without === 0,
    'nothing is mailed twice': (seen) => seen.extraCopies === 0,
  },
}
