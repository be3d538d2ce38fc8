import type { Experiment } from '../rig/experiment.ts'
import { mailFacts } from '../rig/mail-facts.ts'
import { each } from '../rig/mailed.ts'
import { until } from '../rig/until.ts'

const silences = ['silent at once', 'silent after DATA', 'silent after the dot'] as const

export const f15: Experiment = {
  id: 'F-15',
  title: 'A mail server that falls silent',
  fault: 'no word after the connection; after DATA; after the final dot',
  cycles: { full: 8, short: 2 },
  async run(rig, { cycles }) {
    const endedMs: number[] = []
    for (const mode of silences) {
      rig.sink.set(mode)
      const people = await rig.people.add(cycles)
      await each(people, 4, (email) => rig.driver.ask(email))
      endedMs.push(
        await until(async () => (await mailFacts(rig, people)).delayed === cycles, {
          withinMs: 300_000,
          everyMs: 200,
        }),
      )
      rig.sink.set('ok')
      await rig.hasten()
      await rig.settle()
    }
    const [atOnceMs = 0, afterDataMs = 0, afterDotMs = 0] = endedMs
    return { cycles, atOnceMs, afterDataMs, afterDotMs }
  },
  pass: {
    'all are mailed': (seen) => seen.mailed === seen.accepted,
    'one extra copy for each silence after the dot, none for the others': (seen) =>
      seen.extraCopies <= (seen.cycles ?? 0),
  },
}
