import { setTimeout as sleep } from 'node:timers/promises'
import { percentile } from '../rig/driver.ts'
import type { Experiment } from '../rig/experiment.ts'
import { oldPassword } from '../rig/people.ts'
import { refusals } from '../rig/refusals.ts'

const SIGN_INS = 200

export const f22: Experiment = {
  id: 'F-22',
  title: 'More sign-ins than can be hashed',
  fault: '200 sign-ins at once, 20 asks a second beside them',
  cycles: { full: 5, short: 1 },
  async run(rig, { cycles }) {
    const people = await rig.people.add(SIGN_INS)
    const stop = rig.driver.load((nth) => rig.driver.ask(people[nth % people.length] ?? ''))
    for (let burst = 0; burst < cycles; burst++) {
      await Promise.all(people.map((email) => rig.driver.signIn(email, oldPassword)))
      await sleep(500)
    }
    await stop()
    const signIns = rig.driver.log.filter((call) => call.op === 'session.signIn')
    const asks = rig.driver.log.filter((call) => call.op === 'recovery.request')
    return {
      ...refusals(signIns),
      signedIn: signIns.filter((call) => call.status === 200).length,
      asksRefused: asks.filter((call) => call.status !== 200).length,
      askP95Ms: percentile(asks, 0.95),
    }
  },
  pass: {
    'signed in, or 503 that says when to come back': (seen) =>
      seen.without === 0 && (seen.signedIn ?? 0) + (seen.answered503 ?? 0) === seen.calls,
  },
  passInTime: {
    'each 503 within 3 s, of them 2 s of waiting': (seen) => (seen.slowest503Ms ?? 0) <= 3_000,
    'no ask is refused': (seen) => seen.asksRefused === 0,
    'asks stay below 300 ms': (seen) => (seen.askP95Ms ?? 0) < 300,
  },
}
