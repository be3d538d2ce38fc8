import type { Experiment } from '../rig/experiment.ts'
import { messageCounts } from '../rig/message-counts.ts'
import { each } from '../rig/request-emails.ts'
import { until } from '../rig/until.ts'

const silences = ['silent at once', 'silent after DATA', 'silent after the dot'] as const

export const f15: Experiment = {
  id: 'F-15',
  title: 'A mail server that stops answering',
  fault: 'no answer to the connection; to DATA; to the final dot',
  cycles: { full: 8, short: 2 },
  async run(rig, { cycles }) {
    const endedMs: number[] = []
    for (const mode of silences) {
      rig.sink.set(mode)
      const people = await rig.people.add(cycles)
      await each(people, 4, (email) => rig.driver.request(email))
      endedMs.push(
        await until(async () => (await messageCounts(rig, people)).delayed === cycles, {
          withinMs: 300_000,
          everyMs: 200,
        }),
      )
      rig.sink.set('ok')
      await rig.makeRetriesDue()
      await rig.settle()
    }
    const [atOnceMs = 0, afterDataMs = 0, afterDotMs = 0] = endedMs
    return { cycles, atOnceMs, afterDataMs, afterDotMs }
  },
  pass: {
    'all are emailed': (seen) => seen.emailed === seen.accepted,
    'at most one duplicate per silence after the dot, none otherwise': (seen) =>
      seen.duplicates <= (seen.cycles ?? 0),
  },
}
