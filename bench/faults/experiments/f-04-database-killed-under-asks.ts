import { setTimeout as sleep } from 'node:timers/promises'
import { strikeDatabase } from '../rig/database-strikes.ts'
import type { Experiment } from '../rig/experiment.ts'
import { refusals } from '../rig/refusals.ts'

export const f04: Experiment = {
  id: 'F-04',
  title: 'PostgreSQL killed under asks',
  fault: 'kill -9 of the postmaster and of one backend in turn, 20 asks a second',
  cycles: { full: 20, short: 2 },
  async run(rig, { cycles }) {
    const people = [...(await rig.people.add(400)), ...(await rig.people.add(20, 'disabled'))]
    const strangers = 40
    const stop = rig.driver.load((nth) => {
      const who = nth % (people.length + strangers)
      return rig.driver.ask(people[who] ?? `p${who}-f0@example.com`)
    })
    let slowestHealMs = 0
    for (let cycle = 0; cycle < cycles; cycle++) {
      await sleep(1_000)
      await strikeDatabase(rig, cycle % 2 === 0 ? 'postmaster' : 'backend')
      slowestHealMs = Math.max(slowestHealMs, await rig.healthy())
    }
    await sleep(1_000)
    await stop()
    return { ...refusals(rig.driver.log), slowestHealMs }
  },
  pass: {
    'every 503 says when to come back': (seen) => seen.without === 0,
    'no other failure': (seen) => seen.otherFailures === 0,
  },
  passInTime: {
    'the pools heal within 10 s': (seen) => (seen.slowestHealMs ?? 0) <= 10_000,
  },
}
