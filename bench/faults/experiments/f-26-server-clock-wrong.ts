import { setTimeout as sleep } from 'node:timers/promises'
import { missingClock, openClock } from '../rig/clock.ts'
import type { Experiment } from '../rig/experiment.ts'
import { newPassword } from '../rig/people.ts'
import { requestEmails } from '../rig/request-emails.ts'

const PEOPLE_EACH = 5
/** Requests of one client in a minute. */
const GRANTED = 5
const offsets = [60, -60, 0]

export const f26: Experiment = {
  id: 'F-26',
  title: 'The clock of one server is wrong and jumps',
  fault: 'one hour ahead, one hour behind, then correct, while it runs',
  cycles: { full: 6, short: 2 },
  missing: missingClock,
  rig: {
    settings: {
      RATE_LIMITS: 'on',
      TRUST_PROXY: '127.0.0.1',
      LIMIT_REQUESTS_PER_CLIENT: `${GRANTED}/1m`,
    },
  },
  async run(rig, { cycles }) {
    const clock = openClock()
    // The server runs until after the checks and needs the clock until then.
    rig.atEnd(clock.remove)
    await rig.server(0).kill('SIGTERM')
    await rig.server(0).start(clock.environment)
    const seen = {
      refused: 0,
      changed: 0,
      fewestRequests: 99,
      mostRequests: 0,
      farthestOffMinutes: 0,
    }
    for (let cycle = 0; cycle < cycles; cycle++) {
      // Requested before the jump and used after it, at the server whose clock jumped.
      const people = await emailsFromManyClients(cycle)
      clock.set(offsets[cycle % offsets.length] ?? 0)
      await sleep(1_500)
      const health = await fetch(`${rig.server(0).url}/health/live`)
      const offMs = Math.abs(Date.parse(health.headers.get('date') ?? '') - Date.now())
      seen.farthestOffMinutes = Math.max(seen.farthestOffMinutes, Math.round(offMs / 60_000))
      for (const [nth, { email, token, requestId, code }] of people.entries()) {
        const server = nth % 2
        const to = { server, headers: from(cycle * 1_000 + nth) }
        if ((await rig.driver.verify(token, to)).status !== 200) seen.refused += 1
        if ((await rig.driver.guess(requestId, code, to)).status !== 200) seen.refused += 1
        const password = newPassword(cycle * 1_000 + nth)
        const changed = await rig.driver.reset(email, token, password, {
          ...to,
          server: 1 - server,
        })
        if (changed.status === 200) seen.changed += 1
      }
      // Counted across both servers regardless of their clocks.
      let granted = 0
      for (let nth = 0; nth < 8; nth++) {
        const call = await rig.driver.request(`p${nth}-f0@example.com`, {
          server: nth % 2,
          headers: from(500_000 + cycle),
        })
        if (call.status === 200) granted += 1
      }
      seen.fewestRequests = Math.min(seen.fewestRequests, granted)
      seen.mostRequests = Math.max(seen.mostRequests, granted)
    }
    const [lifetime] = await rig.rows<{ least: number; most: number }>(
      `select min(minutes)::float as least, max(minutes)::float as most from (
         select extract(epoch from expires_at - created_at) / 60 as minutes
         from secret where kind = 'link') as links`,
    )
    return {
      ...seen,
      used: cycles * PEOPLE_EACH,
      shortestLinkMinutes: Math.round(lifetime?.least ?? 0),
      longestLinkMinutes: Math.round(lifetime?.most ?? 0),
    }

    async function emailsFromManyClients(cycle: number) {
      const emails = await rig.people.add(PEOPLE_EACH)
      return requestEmails(rig, emails, (nth) => from(100_000 + cycle * 100 + nth))
    }
  },
  pass: {
    'the clock was wrong': (seen) => seen.farthestOffMinutes === 60,
    'every link and code works before and after the jump': (seen) =>
      seen.refused === 0 && seen.changed === seen.used,
    'lifetimes follow the database’s clock': (seen) =>
      seen.shortestLinkMinutes === 60 && seen.longestLinkMinutes === 60,
    'limits follow the database’s clock': (seen) =>
      seen.fewestRequests === GRANTED && seen.mostRequests === GRANTED,
    'no duplicates': (seen) => seen.duplicates === 0,
  },
}

/** The header of a distinct client. */
function from(nth: number): Record<string, string> {
  return { 'x-forwarded-for': `10.${(nth >> 16) & 255}.${(nth >> 8) & 255}.${nth & 255}` }
}
