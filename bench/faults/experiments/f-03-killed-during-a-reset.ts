import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Call, percentile } from '../rig/driver.ts'
import type { Experiment } from '../rig/experiment.ts'
import { newPassword } from '../rig/people.ts'
import { requestEmails } from '../rig/request-emails.ts'

export const f03: Experiment = {
  id: 'F-03',
  title: 'Killed during a reset',
  fault: 'kill -9 of the called server, 0–250 ms after the call (longer if resets take longer)',
  cycles: { full: 200, short: 4 },
  async run(rig, { cycles }) {
    const usual: Call[] = []
    for (const [nth, { email, token }] of (await requestEmails(rig, 5)).entries()) {
      usual.push(await rig.driver.reset(email, token, newPassword(100_000 + nth)))
    }
    // So that some kills come before the commit and some after it, even on a slow machine.
    const windowMs = Math.max(250, 2 * percentile(usual, 0.5))
    const people = (await requestEmails(rig, cycles)).entries()
    // One lane per server: while one restarts, the other is killed.
    const lane = async (server: number) => {
      for (const [nth, { email, token }] of people) {
        const answer = rig.driver.reset(email, token, newPassword(nth), { server })
        await sleep(randomInt(windowMs))
        await rig.server(server).kill()
        await answer
        await rig.server(server).start()
      }
    }
    await Promise.all([lane(0), lane(1)])
    const calls = rig.driver.log.filter((call) => call.op === 'recovery.reset')
    const [changed] = await rig.rows<{ count: number }>(
      'select count(*)::int from account where credential_version > 1',
    )
    return {
      windowMs,
      acknowledged: calls.filter((call) => call.outcome === 'ok').length,
      unknown: calls.filter((call) => call.outcome === 'unknown').length,
      changed: changed?.count ?? 0,
    }
  },
  pass: {
    'no more changes than calls that may have changed something': (seen) =>
      (seen.changed ?? 0) >= (seen.acknowledged ?? 0) &&
      (seen.changed ?? 0) <= (seen.acknowledged ?? 0) + (seen.unknown ?? 0),
  },
}
