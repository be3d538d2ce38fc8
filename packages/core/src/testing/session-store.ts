import type { SessionStore } from '../ports/index.ts'
import { minutesAfter, type SettableClock } from './clock.ts'
import type { InMemoryLimiter } from './limiter.ts'
import { sameDigest } from './secrets.ts'
import { type AccountRow, type SessionRow, type Tables, unchangedAccount } from './tables.ts'

export function createInMemorySessionStore(
  tables: Tables,
  clock: SettableClock,
  limiter: InMemoryLimiter,
): SessionStore {
  const shown = (account: AccountRow, row: SessionRow) => ({
    login: account.owner.registered,
    signedInAt: row.signedInAt,
    expiresAt: row.expiresAt,
  })
  return {
    async open({ tokenDigest, accountId, credentialVersion, ...session }) {
      const { absoluteMinutes } = session
      const account = unchangedAccount(tables, { accountId, credentialVersion })
      if (!account) return undefined
      const now = clock.now()
      const row: SessionRow = {
        digest: tokenDigest,
        accountId,
        credentialVersion,
        signedInAt: now,
        lastSeenAt: now,
        expiresAt: minutesAfter(now, absoluteMinutes),
      }
      tables.sessions.push(row)
      limiter.forget(session)
      return shown(account, row)
    },

    async recordFailure() {
      tables.failedSignIns += 1
    },

    async find(tokenDigest, idleMinutes) {
      const row = tables.sessions.find((session) => sameDigest(session.digest, tokenDigest))
      const account = row && unchangedAccount(tables, row)
      if (!account || row.expiresAt <= clock.now()) return undefined
      if (minutesAfter(row.lastSeenAt, idleMinutes) <= clock.now()) return undefined
      row.lastSeenAt = clock.now()
      return shown(account, row)
    },

    async end({ tokenDigest }) {
      tables.sessions = tables.sessions.filter(
        (session) => !sameDigest(session.digest, tokenDigest),
      )
    },
  }
}
