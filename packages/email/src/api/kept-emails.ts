import type { OutgoingEmail } from '../smtp/outgoing-email.ts'

/** An email as it was composed, and what of it must never be quoted. */
export type KeptEmail = { email: OutgoingEmail; secrets: readonly string[] }

const KEPT_FOR_MS = 600_000
const MOST_KEPT = 1_000

/**
 * Emails that a service may have, by the ids of their messages. The next attempt sends the same bytes instead of its
 * own, so that the service knows the email again. It happens once for each email: of the codes of a request only the two
 * newest are valid, and a third attempt would send the oldest.
 */
export function createKeptEmails(clock: () => number = () => performance.now()) {
  const kept = new Map<string, KeptEmail & { untilMs: number }>()
  return {
    take(id: string): KeptEmail | undefined {
      const found = kept.get(id)
      kept.delete(id)
      return found && found.untilMs > clock() ? found : undefined
    },
    keep(id: string, email: KeptEmail): void {
      const nowMs = clock()
      for (const [other, { untilMs }] of kept) {
        // They are in the order in which they end.
        if (untilMs > nowMs && kept.size < MOST_KEPT) break
        kept.delete(other)
      }
      kept.set(id, { ...email, untilMs: nowMs + KEPT_FOR_MS })
    },
  }
}
