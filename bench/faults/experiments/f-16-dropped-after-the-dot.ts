import type { Experiment } from '../rig/experiment.ts'
import { copiesPerAddress } from '../rig/message-counts.ts'
import { each } from '../rig/request-emails.ts'
import { modes } from '../rig/sink-modes.ts'

export const f16: Experiment = {
  id: 'F-16',
  title: 'The connection drops after the final dot',
  fault: 'the first email to each recipient is stored but never confirmed with 250',
  cycles: { full: 50, short: 5 },
  async run(rig, { cycles }) {
    const people = await rig.people.add(cycles)
    rig.sink.set(({ to }) =>
      rig.sink.deliveries.some((one) => one.to === to) ? modes.ok : modes['drops after the dot'],
    )
    await each(people, 4, (email) => rig.driver.request(email))
    await rig.settle()
    const copies = copiesPerAddress(rig, people)
    const ids = new Set(rig.sink.deliveries.map((one) => one.messageId))
    return { fewest: Math.min(...copies), most: Math.max(...copies), messageIds: ids.size }
  },
  pass: {
    'delivered once or twice each': (seen) => (seen.fewest ?? 0) >= 1 && (seen.most ?? 9) <= 2,
    'both copies have the same Message-ID': (seen) => seen.messageIds === seen.accepted,
  },
}
