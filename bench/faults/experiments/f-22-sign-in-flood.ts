import { setTimeout as sleep } from 'node:timers/promises'
import { percentile } from '../rig/driver.ts'
import type { Experiment } from '../rig/experiment.ts'
import { oldPassword } from '../rig/people.ts'
import { refusals } from '../rig/refusals.ts'

const SIGN_INS = 200

export const f22: Experiment = {
  id: 'F-22',
  title: 'More sign-ins than can be hashed',
  fault: '200 concurrent sign-ins, and 20 requests per second',
  cycles: { full: 5, short: 1 },
  async run(rig, { cycles }) {
    const people = await rig.people.add(SIGN_INS)
    const stop = rig.driver.load((nth) => rig.driver.request(people[nth % people.length] ?? ''))
    for (let burst = 0; burst < cycles; burst++) {
      await Promise.all(people.map((email) => rig.driver.signIn(email, oldPassword)))
      await sleep(500)
    }
    await stop()
    const signIns = rig.driver.log.filter((call) => call.op === 'session.signIn')
    const requests = rig.driver.log.filter((call) => call.op === 'recovery.request')
    return {
      ...refusals(signIns),
      signedIn: signIns.filter((call) => call.status === 200).length,
      requestsRefused: requests.filter((call) => call.status !== 200).length,
      requestP95Ms: percentile(requests, 0.95),
    }
  },
  pass: {
    'signed in, or 503 with Retry-After': (seen) =>
      seen.withoutRetryAfter === 0 && (seen.signedIn ?? 0) + (seen.answered503 ?? 0) === seen.calls,
  },
  passInTime: {
    'every 503 within 3 s, including 2 s of waiting': (seen) => (seen.slowest503Ms ?? 0) <= 3_000,
    'no request is refused': (seen) => seen.requestsRefused === 0,
    'requests stay below 300 ms': (seen) => (seen.requestP95Ms ?? 0) < 300,
  },
}
