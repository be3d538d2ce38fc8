import type { AnyAccountMap } from '@latchkey/db'
import type { Webhook } from '@latchkey/server/parts'
import { type Result, resultsOf } from './result.ts'

/* How long a session that a thief has stolen lives after a reset. */

const ENDED = 'account.sessions_ended'

type Entry = AnyAccountMap['sessions'][number]

type Webhooks = readonly Pick<Webhook, 'types'>[]

/** @param webhooks those that are told of events, where that is known. */
export function sessionResults({ sessions }: AnyAccountMap, webhooks?: Webhooks): Result[] {
  const { ok, warning, problem } = resultsOf('sessions')
  if (sessions.length === 0) {
    return [
      problem(
        'Nothing ends the sessions of before: after a reset, a stolen session stays open for as long as the application lets it.',
        'Say in "sessions" of the map what ends them: rows to delete, or { "because": "hash" } if the application compares the hash.',
      ),
    ]
  }
  const byEvent = sessions.some((entry: Entry) => 'because' in entry && entry.because === 'event')
  if (byEvent && webhooks?.some(({ types }) => types.includes(ENDED)) === false) {
    return [
      problem(
        `The map says that the application ends sessions when it hears of ${ENDED}, and no webhook does: a stolen session stays open after a reset.`,
        `Set WEBHOOK_URL and WEBHOOK_SECRET, with ${ENDED} in WEBHOOK_EVENTS if that is set.`,
      ),
    ]
  }
  const isUnknown = sessions.some(
    (entry: Entry) =>
      'because' in entry && entry.because === 'column' && entry.afterMinutes === undefined,
  )
  const says = `After a reset a stolen session lives until: ${sessions.map(ends).join('; ')}. What the application keeps in caches, and tokens that it checks without its database, live until they expire.`
  return [
    isUnknown
      ? warning(
          says,
          'Say in the map ("afterMinutes") how often the application compares the column.',
        )
      : ok(says),
  ]
}

function ends(entry: Entry): string {
  if ('delete' in entry) {
    const whose = 'byEmail' in entry ? 'of the address' : 'of the user'
    return `its row in ${entry.delete} is deleted with the change (every row ${whose}${only(entry.where)})`
  }
  if ('update' in entry) {
    return `its row in ${entry.update} is marked with the change (every row of the user${only(entry.where)})`
  }
  if (entry.because === 'function') {
    return `host_change ends it with the change${entry.ends === undefined ? '' : ` (${entry.ends})`}`
  }
  if (entry.because === 'hash') return 'its next request, because the application compares the hash'
  if (entry.because === 'epoch') {
    return 'the application next compares latchkey.credential_epoch'
  }
  if (entry.because === 'event') {
    return `the application hears of ${ENDED}, seconds after the change; while it does not answer, Latchkey tries for three days`
  }
  return entry.afterMinutes === undefined
    ? `the application next compares ${entry.column}`
    : `the application next compares ${entry.column}, at most ${entry.afterMinutes} minutes later`
}

function only(where: Record<string, unknown>): string {
  const conditions = Object.entries(where).map(
    ([column, is]) => `${column} ${typeof is === 'string' ? `is ${is}` : JSON.stringify(is)}`,
  )
  return conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`
}
