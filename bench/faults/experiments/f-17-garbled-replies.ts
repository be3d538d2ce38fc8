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
      await until(async () => (await mailFacts(rig, people)).delayed === cycles, {
        withinMs: 300_000,
        everyMs: 200,
      })
      rig.sink.set('ok')
      await rig.hasten()
      await rig.settle()
    }
    return {}
  },
  pass: {
    'all are mailed in the end, once': (seen) =>
      seen.mailed === seen.accepted && seen.extraCopies === 0,
  },
}
