import { type Call, percentile } from '../rig/driver.ts'
import type { Experiment } from '../rig/experiment.ts'
import { refusals } from '../rig/refusals.ts'

const CLIENTS = 200
const EACH_WAY_MS = 40

export const f20: Experiment = {
  id: 'F-20',
  title: 'More clients than connections to the database',
  fault: '200 concurrent requests while every packet to and from PostgreSQL takes 40 ms longer',
  cycles: { full: 10, short: 1 },
  async run(rig, { cycles }) {
    const people = await rig.people.add(CLIENTS)
    for (const { database } of rig.wires) database.delay(EACH_WAY_MS)
    const calls: Call[] = []
    for (let burst = 0; burst < cycles; burst++) {
      calls.push(...(await Promise.all(people.map((email) => rig.driver.request(email)))))
    }
    for (const { database } of rig.wires) database.delay(0)
    const accepted = calls.filter((call) => call.outcome === 'ok')
    return { ...refusals(calls), acceptedP99Ms: percentile(accepted) }
  },
  pass: {
    'accepted, or 503 with Retry-After': (seen) =>
      seen.withoutRetryAfter === 0 && seen.otherFailures === 0,
    'some are accepted': (seen) => seen.accepted > 0,
  },
  passInTime: {
    'every 503 within 3 s, including 2 s of waiting': (seen) => (seen.slowest503Ms ?? 0) <= 3_000,
    'accepted within 3 s': (seen) => (seen.acceptedP99Ms ?? 0) <= 3_000,
  },
}
