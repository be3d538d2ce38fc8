import type { Experiment } from '../rig/experiment.ts'
import { copiesPerAddress, messageCounts } from '../rig/message-counts.ts'
import { each } from '../rig/request-emails.ts'
import { modes } from '../rig/sink-modes.ts'
import { until } from '../rig/until.ts'

const SLOW = 3

export const f14: Experiment = {
  id: 'F-14',
  title: 'A slow mail server',
  fault: 'a greeting of one byte per second for one server; then 35 s per answer for 3 recipients',
  cycles: { full: 40, short: 6 },
  async run(rig, { cycles }) {
    rig.sink.set(({ server }) => (server === 0 ? modes['one byte per second'] : modes.ok))
    const first = await rig.people.add(cycles)
    await each(first, 4, (email) => rig.driver.request(email))
    await until(
      async () => {
        const { handedOver, delayed } = await messageCounts(rig, first)
        return handedOver + delayed === cycles
      },
      { withinMs: 300_000, everyMs: 200 },
    )
    const afterGreeting = await messageCounts(rig, first)
    rig.sink.set('ok')
    await rig.makeRetriesDue()
    await rig.settle()

    const slow = await rig.people.add(SLOW)
    const others = await rig.people.add(cycles)
    rig.sink.set(({ to }) => (slow.includes(to) ? modes.tarpit : modes.ok))
    await each(slow, 1, (email) => rig.driver.request(email))
    await each(others, 4, (email) => rig.driver.request(email))
    const othersMs = await until(() =>
      copiesPerAddress(rig, others).every((copies) => copies === 1),
    )
    const slowMs = await until(async () => (await messageCounts(rig, slow)).delayed === SLOW, {
      withinMs: 200_000,
    })
    rig.sink.set('ok')
    await rig.makeRetriesDue()
    return { endedAtGreeting: afterGreeting.delayed, othersMs, slowMs }
  },
  pass: {
    'all are emailed in the end': (seen) => seen.emailed === seen.accepted,
    'the attempts end at our timeout': (seen) => (seen.slowMs ?? 0) < 120_000,
    'at most one duplicate per recipient that was slow after the dot': (seen) =>
      seen.duplicates <= SLOW,
    'the other recipients do not wait': (seen) => (seen.othersMs ?? 0) < 30_000,
  },
}
