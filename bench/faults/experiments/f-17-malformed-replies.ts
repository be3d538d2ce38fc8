import type { Experiment } from '../rig/experiment.ts'
import { messageCounts } from '../rig/message-counts.ts'
import { each } from '../rig/request-emails.ts'
import { until } from '../rig/until.ts'

const malformed = ['half a reply', '250 for 354', 'bad UTF-8', 'garbage'] as const

export const f17: Experiment = {
  id: 'F-17',
  title: 'Malformed replies',
  fault: 'half a multi-line reply; 250 instead of 354; invalid UTF-8; another protocol',
  cycles: { full: 5, short: 1 },
  async run(rig, { cycles }) {
    for (const mode of malformed) {
      // Open connections have already passed some of these stages.
      await rig.sink.shut()
      await rig.sink.open()
      rig.sink.set(mode)
      const people = await rig.people.add(cycles)
      await each(people, 4, (email) => rig.driver.request(email))
      const tried = async () => {
        const { delayed, dead } = await messageCounts(rig, people)
        return delayed + dead === cycles
      }
      await until(tried, { withinMs: 300_000, everyMs: 200 })
      rig.sink.set('ok')
      await rig.makeRetriesDue()
      await rig.settle()
    }
    return { each: cycles }
  },
  pass: {
    'each is emailed once in the end, or recorded as refused': (seen) =>
      seen.emailed + seen.dead === seen.accepted && seen.duplicates === 0,
    'only a wrong answer to DATA leads to a refusal': (seen) => seen.dead <= (seen.each ?? 0),
  },
}
