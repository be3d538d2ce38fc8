import type { Experiment } from '../rig/experiment.ts'
import { copiesTo, mailFacts } from '../rig/mail-facts.ts'
import { each } from '../rig/mailed.ts'
import { modes } from '../rig/sink-modes.ts'
import { until } from '../rig/until.ts'

const SLOW = 3

export const f14: Experiment = {
  id: 'F-14',
  title: 'A slow mail server',
  fault: 'a greeting of one byte a second for one server; then 35 s for each answer about 3 people',
  cycles: { full: 40, short: 6 },
  async run(rig, { cycles }) {
    rig.sink.set(({ door }) => (door === 0 ? modes['a byte a second'] : modes.ok))
    const first = await rig.people.add(cycles)
    await each(first, 4, (email) => rig.driver.ask(email))
    await until(
      async () => {
        const { handedOver, delayed } = await mailFacts(rig, first)
        return handedOver + delayed === cycles
      },
      { withinMs: 300_000, everyMs: 200 },
    )
    const afterGreeting = await mailFacts(rig, first)
    rig.sink.set('ok')
    await rig.hasten()
    await rig.settle()

    const slow = await rig.people.add(SLOW)
    const others = await rig.people.add(cycles)
    rig.sink.set(({ to }) => (slow.includes(to) ? modes.tarpit : modes.ok))
    await each(slow, 1, (email) => rig.driver.ask(email))
    await each(others, 4, (email) => rig.driver.ask(email))
    const othersMs = await until(() => copiesTo(rig, others).every((copies) => copies === 1))
    const slowMs = await until(async () => (await mailFacts(rig, slow)).delayed === SLOW, {
      withinMs: 200_000,
    })
    rig.sink.set('ok')
    await rig.hasten()
    return { endedAtGreeting: afterGreeting.delayed, othersMs, slowMs }
  },
  pass: {
    'all are mailed in the end': (seen) => seen.mailed === seen.accepted,
    'the attempts end by our deadline': (seen) => (seen.slowMs ?? 0) < 120_000,
    'one extra copy for each that was slow after the dot': (seen) => seen.extraCopies <= SLOW,
    'the others do not wait for that': (seen) => (seen.othersMs ?? 0) < 30_000,
  },
}
