import { setTimeout as sleep } from 'node:timers/promises'
import { openSqlClient } from '../../../packages/db/src/testing/sql-client.ts'
import type { Experiment } from '../rig/experiment.ts'
import { newPassword } from '../rig/people.ts'
import { refusals } from '../rig/refusals.ts'
import { each, requestEmails } from '../rig/request-emails.ts'

export const f21: Experiment = {
  id: 'F-21',
  title: 'A long lock on accounts',
  fault: 'another program locks the rows for 30 s (short: 3 s)',
  cycles: { full: 10, short: 2 },
  async run(rig, { cycles, short }) {
    const people = await requestEmails(rig, cycles)
    const emails = people.map(({ email }) => email)
    const since = rig.driver.log.length
    const other = await openSqlClient(rig.postgres.url('latchkey'))
    await other.rows('begin')
    await other.rows('select 1 from account where email = any($1) for update', [emails])
    const lockedAt = Date.now()
    await each(people, 2, ({ email, token }, nth) =>
      rig.driver.reset(email, token, newPassword(nth)),
    )
    const resets = rig.driver.log.slice(since)
    await sleep(Math.max(0, (short ? 3_000 : 30_000) - (Date.now() - lockedAt)))
    await other.rows('rollback')
    await other.close()
    let live = 0
    let changed = 0
    for (const [nth, { email, token }] of people.entries()) {
      if ((await rig.driver.verify(token)).status === 200) live += 1
      const again = await rig.driver.reset(email, token, newPassword(1_000 + nth))
      if (again.status === 200) changed += 1
    }
    return { ...refusals(resets), live, changed, people: people.length }
  },
  pass: {
    'each reset gets 503 with Retry-After': (seen) =>
      seen.answered503 === seen.people && seen.withoutRetryAfter === 0,
    'the links still work afterwards and change the password': (seen) =>
      seen.live === seen.people && seen.changed === seen.people,
  },
  passInTime: {
    'refused after the lock timeout of 1 s': (seen) => (seen.slowest503Ms ?? 0) <= 3_000,
  },
}
