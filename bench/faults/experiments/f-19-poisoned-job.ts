import { setTimeout as sleep } from 'node:timers/promises'
import type { Experiment } from '../rig/experiment.ts'
import { each } from '../rig/request-emails.ts'

export const f19: Experiment = {
  id: 'F-19',
  title: 'A job whose email cannot be rendered',
  fault: 'the contents of a fifth of the waiting jobs are overwritten',
  cycles: { full: 50, short: 5 },
  async run(rig, { cycles }) {
    await Promise.all(rig.wires.map(({ mail }) => mail.cut()))
    const poisoned = await rig.rows<{ id: string }>(
      `insert into outbox_job (kind, payload)
       select 'recovery', payload from unnest($1::jsonb[]) payload returning id`,
      [
        Array.from({ length: cycles / 5 }, (_, nth) =>
          JSON.stringify({ requestId: `nonsense ${nth}` }),
        ),
      ],
    )
    for (const { mail } of rig.wires) mail.restore()
    const people = await rig.people.add(cycles)
    await each(people, 4, (email) => rig.driver.request(email))
    await sleep(2_000)
    await rig.makeRetriesDue()
    await rig.settle(90_000)
    const ends = await rig.rows<{ state: string }>(
      'select state from message where id = any($1::uuid[])',
      [poisoned.map(({ id }) => id)],
    )
    return {
      poisoned: poisoned.length,
      poisonedDead: ends.filter(({ state }) => state === 'dead').length,
    }
  },
  pass: {
    'the others are emailed': (seen) => seen.emailed === seen.accepted,
    'it is dead, and visible to the operator': (seen) => seen.poisonedDead === seen.poisoned,
  },
}
