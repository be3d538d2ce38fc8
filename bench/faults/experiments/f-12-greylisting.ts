import type { Experiment } from '../rig/experiment.ts'
import { messageCounts } from '../rig/message-counts.ts'
import { each } from '../rig/request-emails.ts'
import { modes } from '../rig/sink-modes.ts'

export const f12: Experiment = {
  id: 'F-12',
  title: 'Greylisting',
  fault: '451 for each recipient until 5 min after the first attempt (short: 3 s)',
  cycles: { full: 30, short: 3 },
  async run(rig, { cycles, short }) {
    const greyMs = short ? 3_000 : 300_000
    const firstSeen = new Map<string, number>()
    rig.sink.set(({ to }) => {
      if (to === '') return modes.ok
      const first = firstSeen.get(to) ?? Date.now()
      firstSeen.set(to, first)
      return Date.now() - first < greyMs ? modes.later : modes.ok
    })
    const people = await rig.people.add(cycles)
    const requests = new Map<string, string>()
    await each(people, 4, async (email) => {
      requests.set(email, (await rig.driver.request(email)).data.requestId ?? '')
    })
    const drainMs = await rig.settle(1_200_000)
    let validCodes = 0
    for (const email of rig.sink.deliveries) {
      const { status } = await rig.driver.guess(requests.get(email.to) ?? '', email.code)
      if (status === 200) validCodes += 1
    }
    return { drainMs, validCodes, ...(await messageCounts(rig, people)) }
  },
  pass: {
    'all are emailed': (seen) => seen.emailed === seen.accepted,
    'the code in each email works': (seen) => seen.validCodes === seen.accepted,
  },
}
