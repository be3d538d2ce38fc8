import { setTimeout as sleep } from 'node:timers/promises'
import type { Experiment } from '../rig/experiment.ts'
import { messageCounts } from '../rig/message-counts.ts'
import { each } from '../rig/request-emails.ts'

export const f13: Experiment = {
  id: 'F-13',
  title: 'Permanent refusals, and refused credentials',
  fault: '550 to RCPT; 552 to the final dot; 535 to AUTH for 20 s (short: 3 s)',
  cycles: { full: 30, short: 3 },
  async run(rig, { cycles, short }) {
    const requestUnder = async (mode: Parameters<typeof rig.sink.set>[0]) => {
      // Open connections have already authenticated.
      await rig.sink.shut()
      await rig.sink.open()
      rig.sink.set(mode)
      const people = await rig.people.add(cycles)
      await each(people, 4, (email) => rig.driver.request(email))
      return people
    }
    await requestUnder('no such person')
    await rig.settle()
    await requestUnder('too much')
    await rig.settle()
    const refused = await requestUnder('wrong password')
    const sessions = rig.sink.sessions()
    await sleep(short ? 3_000 : 20_000)
    const meanwhile = await messageCounts(rig, refused)
    const triedSignIns = rig.sink.sessions() - sessions
    rig.sink.set('ok')
    const fixedAt = performance.now()
    await rig.makeRetriesDue()
    await rig.settle()
    return {
      triedSignIns,
      deadFor535: meanwhile.dead,
      mostAttemptsAt535: meanwhile.mostAttempts,
      fixedMs: Math.round(performance.now() - fixedAt),
    }
  },
  pass: {
    'two thirds are dead, and one third is emailed after the fix': (seen) =>
      seen.dead * 3 === seen.accepted * 2 && seen.emailed * 3 === seen.accepted,
    'refused credentials make no message dead': (seen) => seen.deadFor535 === 0,
  },
}
