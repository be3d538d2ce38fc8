import { setTimeout as sleep } from 'node:timers/promises'
import type { Experiment } from '../rig/experiment.ts'
import { mailFacts } from '../rig/mail-facts.ts'
import { each } from '../rig/mailed.ts'

export const f13: Experiment = {
  id: 'F-13',
  title: 'Refused for good, and refused for our password',
  fault: '550 at RCPT; 552 at the final dot; 535 at AUTH for 20 s (a test: 3 s)',
  cycles: { full: 30, short: 3 },
  async run(rig, { cycles, short }) {
    const ask = async (mode: Parameters<typeof rig.sink.set>[0]) => {
      // Pooled connections have signed in already.
      await rig.sink.shut()
      await rig.sink.open()
      rig.sink.set(mode)
      const people = await rig.people.add(cycles)
      await each(people, 4, (email) => rig.driver.ask(email))
      return people
    }
    await ask('no such person')
    await rig.settle()
    await ask('too much')
    await rig.settle()
    const unsigned = await ask('wrong password')
    const talks = rig.sink.talks()
    await sleep(short ? 3_000 : 20_000)
    const meanwhile = await mailFacts(rig, unsigned)
    const triedSignIns = rig.sink.talks() - talks
    rig.sink.set('ok')
    const mendedAt = performance.now()
    await rig.hasten()
    await rig.settle()
    return {
      triedSignIns,
      deadFor535: meanwhile.dead,
      mostAttemptsAt535: meanwhile.mostAttempts,
      mendedMs: Math.round(performance.now() - mendedAt),
    }
  },
  pass: {
    'dead, dead, and mailed when mended': (seen) =>
      seen.dead * 3 === seen.accepted * 2 && seen.mailed * 3 === seen.accepted,
    'a wrong password ends no mail': (seen) => seen.deadFor535 === 0,
  },
}
