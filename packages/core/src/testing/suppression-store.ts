import type { ReportedAddress, SuppressionStore } from '../ports/index.ts'
import { termAfter } from '../suppression.ts'
import type { SettableClock } from './clock.ts'
import { keyOf, sameDigest } from './secrets.ts'
import type { Tables } from './tables.ts'

export function createInMemorySuppressionStore(
  tables: Tables,
  clock: SettableClock,
): SuppressionStore {
  function take({ digest, cause, at, messageId }: ReportedAddress): boolean {
    if (cause === 'complained' && !tables.messages.has(messageId ?? '')) return false
    const key = `${cause} ${keyOf(digest)}`
    const term = termAfter(tables.suppressions.get(key), { cause, at }, clock.now())
    if (term) tables.suppressions.set(key, { ...term, digest, cause })
    return term !== undefined
  }

  return {
    report: async (reports) => reports.filter(take).length,
    async find(digests) {
      return [...tables.suppressions.values()]
        .filter(({ until, liftedAt }) => until > clock.now() && !liftedAt)
        .filter((row) => digests.some((digest) => sameDigest(digest, row.digest)))
        .map(({ digest, cause, recoveryUntil }) => ({
          ...{ digest, cause },
          stopsRecovery: recoveryUntil > clock.now(),
        }))
    },
  }
}
