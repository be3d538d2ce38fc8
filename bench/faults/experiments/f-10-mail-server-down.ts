import { setTimeout as sleep } from 'node:timers/promises'
import { percentile } from '../rig/driver.ts'
import type { Experiment } from '../rig/experiment.ts'
import { letTimePass } from '../rig/let-time-pass.ts'
import { each } from '../rig/request-emails.ts'

/** Minutes that each wave has waited when the mail server is back. */
const waves = [1, 10, 45, 130]

export const f10: Experiment = {
  id: 'F-10',
  title: 'The mail server is down for 1, 10, 45 and 130 minutes',
  fault:
    'connections refused for 60 s (short: 3 s); the remaining minutes are simulated by moving timestamps',
  cycles: { full: 50, short: 5 },
  async run(rig, { cycles, short }) {
    const before = await rig.people.add(40)
    await each(before, 1, (email) => rig.driver.request(email))
    await rig.settle()
    const usualMs = percentile(rig.driver.log, 0.5)

    await rig.sink.shut()
    const since = rig.driver.log.length
    for (const minutes of [...waves].reverse()) {
      await each(await rig.people.add(cycles), 1, (email) => rig.driver.request(email))
      const index = waves.indexOf(minutes)
      await letTimePass(rig, minutes - (waves[index - 1] ?? 0))
    }
    await sleep(short ? 3_000 : 60_000)
    const downMs = percentile(rig.driver.log.slice(since), 0.5)
    await rig.sink.open()
    const backAt = Date.now()
    await rig.makeRetriesDue()
    const settleMs = await rig.settle()
    const times = rig.sink.deliveries.filter((one) => one.at >= backAt).map((one) => one.at)
    const perSecond = Map.groupBy(times, (at) => Math.floor(at / 1_000))
    const [shortest] = await rig.rows<{ minutes: number }>(
      `select min(extract(epoch from expires_at - secret.created_at) / 60)::float as minutes
       from secret join recovery_request on request_id = recovery_request.id
       where kind = 'link' and recovery_request.created_at > clock_timestamp() - interval '55 minutes'`,
    )
    return {
      usualMs,
      downMs,
      drainMs: settleMs,
      mostInOneSecond: Math.max(0, ...[...perSecond.values()].map((each) => each.length)),
      shortestLinkMinutes: Math.round(shortest?.minutes ?? 0),
    }
  },
  pass: {
    'the waves of 1, 10 and 45 minutes are emailed, the last is dead': (seen) =>
      seen.dead * 4 === seen.accepted - 40 && seen.emailed === seen.accepted - seen.dead,
    'a delayed email has its full lifetime': (seen) => seen.shortestLinkMinutes === 60,
  },
  passInTime: {
    'a request takes no longer': (seen) => (seen.downMs ?? 0) <= (seen.usualMs ?? 0) * 2 + 10,
  },
}
