import type { Experiment } from '../rig/experiment.ts'
import { newPassword } from '../rig/people.ts'
import { requestEmails } from '../rig/request-emails.ts'

export const f28: Experiment = {
  id: 'F-28',
  title: 'Two servers race for one link, and for one code',
  fault: 'the same secret is sent to both servers at once',
  cycles: { full: 200, short: 10 },
  async run(rig, { cycles }) {
    const both = [0, 1]
    let tickets = 0
    let winners = 0
    let oddRaces = 0
    for (const { requestId, code } of await requestEmails(rig, cycles)) {
      const won = (
        await Promise.all(both.map((server) => rig.driver.guess(requestId, code, { server })))
      ).filter((call) => call.status === 200)
      tickets += won.length
      if (won.length !== 1) oddRaces += 1
    }
    for (const [nth, { email, token }] of (await requestEmails(rig, cycles)).entries()) {
      const won = (
        await Promise.all(
          both.map((server) =>
            rig.driver.reset(email, token, newPassword(nth * 2 + server), { server }),
          ),
        )
      ).filter((call) => call.status === 200)
      winners += won.length
      if (won.length !== 1) oddRaces += 1
    }
    return { tickets, winners, oddRaces }
  },
  pass: { 'exactly one winner each time': (seen) => seen.oddRaces === 0 },
}
