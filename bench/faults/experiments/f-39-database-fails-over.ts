import { setTimeout as sleep } from 'node:timers/promises'
import type { Experiment } from '../rig/experiment.ts'
import { newPassword } from '../rig/people.ts'
import { refusals } from '../rig/refusals.ts'
import { requestEmails } from '../rig/request-emails.ts'

const RESETS = 40

export const f39: Experiment = {
  id: 'F-39',
  title: 'The database fails over',
  fault:
    'kill -9 of the primary during resets and requests, its synchronous standby is promoted half a second later; nothing is restarted',
  cycles: { full: 1, short: 1 },
  rig: { replica: true },
  async run(rig) {
    const people = await requestEmails(rig, RESETS)
    const others = await rig.people.add(400)
    const stopResets = rig.driver.load((nth) => {
      const person = people[nth]
      return person && rig.driver.reset(person.email, person.token, newPassword(nth))
    }, 25)
    const stopRequests = rig.driver.load(
      (nth) => rig.driver.request(others[nth % others.length] ?? ''),
      50,
    )
    await sleep(400)
    await rig.failOver()
    const recoveryMs = await rig.healthy()
    await sleep(2_000)
    await Promise.all([stopResets(), stopRequests()])
    const spent = rig.driver.log.filter(
      (call) => call.op === 'recovery.reset' && call.outcome === 'ok',
    )
    const again = []
    for (const { email, token } of spent) {
      again.push(await rig.driver.reset(email, token, 'a grey heron too many'))
    }
    return {
      ...refusals(rig.driver.log),
      recoveryMs,
      spent: spent.length,
      spentTwice: again.filter((call) => call.outcome === 'ok').length,
    }
  },
  pass: {
    'every 503 has Retry-After': (seen) => seen.withoutRetryAfter === 0,
    'some calls were interrupted': (seen) => (seen.answered503 ?? 0) > 0,
    'no link works again': (seen) => seen.spentTwice === 0,
    'resets were acknowledged': (seen) => (seen.spent ?? 0) > 0,
  },
  passInTime: {
    'both servers are ready within 10 s of the promotion': (seen) =>
      (seen.recoveryMs ?? 0) <= 10_000,
  },
}
