import type { Experiment } from '../rig/experiment.ts'
import { mailFacts } from '../rig/mail-facts.ts'
import { each } from '../rig/mailed.ts'
import { until } from '../rig/until.ts'

const garbled = ['half a reply', '250 for 354', 'bad UTF-8', 'garbage'] as const

export const f17: Experiment = {
  id: 'F-17',
  title: 'Garbled replies',
  fault:
    'half a multi-line reply; 250 where 354 belongs; bytes that are no UTF-8; another protocol',
  cycles: { full: 5, short: 1 },
  async run(rig, { cycles }) {
    for (const mode of garbled) {
      // Pooled connections are past some of it.
      await rig.sink.shut()
      await rig.sink.open()
      rig.sink.set(mode)
      const people = await rig.people.add(cycles)
      await each(people, 4, (email) => rig.driver.ask(email))
      const tried = async () => {
        const { delayed, dead } = await mailFacts(rig, people)
        return delayed + dead === cycles
      }
      await until(tried, { withinMs: 300_000, everyMs: 200 })
      rig.sink.set('ok')
      await rig.hasten()
      await rig.settle()
    }
    return { each: cycles }
  },
  pass: {
    'each is mailed in the end, once, or known to be refused': (seen) =>
      seen.mailed + seen.dead === seen.accepted && seen.extraCopies === 0,
    'only lines in place of a mail are refused': (seen) => seen.dead <= (seen.each ?? 0),
  },
}
