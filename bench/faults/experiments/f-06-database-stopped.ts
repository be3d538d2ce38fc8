import { setTimeout as sleep } from 'node:timers/promises'
import type { Experiment } from '../rig/experiment.ts'
import { refusals } from '../rig/refusals.ts'
import { statuses } from '../rig/statuses.ts'

export const f06: Experiment = {
  id: 'F-06',
  title: 'PostgreSQL stopped for five minutes',
  fault: 'fast shutdown, 300 s (short: 4 s), start; 20 requests per second',
  cycles: { full: 1, short: 1 },
  // As in the image. Without a bound, V8 lets the young generation of its two heaps grow for more refusals than these.
  rig: { settings: { NODE_OPTIONS: '--max-semi-space-size=8' } },
  async run(rig, { short }) {
    const people = await rig.people.add(200)
    const stop = rig.driver.load((nth) => rig.driver.request(people[nth % people.length] ?? ''))
    await sleep(2_000)
    rig.interrupted()
    await rig.postgres.halt()
    await sleep(1_000)
    const from = Date.now()
    const before = await memory()
    const health = { liveFailures: 0, readySuccesses: 0 }
    for (let passed = 0; passed < (short ? 4 : 300); passed += 2) {
      await sleep(2_000)
      const { live, ready } = await statuses(rig)
      health.liveFailures += live.filter((status) => status !== 200).length
      health.readySuccesses += ready.filter((status) => status !== 503).length
    }
    const grewMib = Math.round((await memory()) - before)
    const during = rig.driver.log.filter((call) => call.startedAt >= from)
    const seen = { ...refusals(during), ...health, grewMib }
    await rig.postgres.start()
    const recoveryMs = await rig.healthy()
    await sleep(1_000)
    await stop()
    return { ...seen, recoveryMs }

    async function memory(): Promise<number> {
      const each = await Promise.all(rig.servers.map((server) => server.memory()))
      return Math.max(...each)
    }
  },
  pass: {
    'every call during the outage gets 503 with Retry-After': (seen) =>
      seen.withoutRetryAfter === 0 && seen.otherFailures === 0 && seen.answered503 === seen.calls,
    'live throughout, and never ready': (seen) =>
      seen.liveFailures === 0 && seen.readySuccesses === 0,
    'memory does not grow': (seen) => (seen.grewMib ?? 0) < 40,
  },
  passInTime: {
    'each 503 within 2 s': (seen) => (seen.slowest503Ms ?? 0) <= 2_000,
    'full service within 10 s': (seen) => (seen.recoveryMs ?? 0) <= 10_000,
  },
}
