import type { SessionStore } from '../ports/index.ts'
import { sameDigest } from './chance.ts'
import { earlierOf, minutesAfter, type SettableClock } from './clock.ts'
import type { InMemoryLimiter } from './limiter.ts'
import { type AccountRow, type SessionRow, type Tables, unchangedAccount } from './tables.ts'

export function createInMemorySessionStore(
  tables: Tables,
  clock: SettableClock,
  limiter: InMemoryLimiter,
): SessionStore {
  const shown = (account: AccountRow, row: SessionRow) => ({
    login: account.owner.registered,
    signedInAt: row.signedInAt,
    expiresAt: earlierOf(minutesAfter(row.lastSeenAt, row.idleMinutes), row.expiresAt),
  })
  return {
    async open({ tokenDigest, accountId, credentialVersion, ...session }) {
      const { idleMinutes, absoluteMinutes } = session
      const account = unchangedAccount(tables, { accountId, credentialVersion })
      if (!account) return undefined
      const now = clock.now()
      const row: SessionRow = {
        digest: tokenDigest,
        accountId,
        credentialVersion,
        signedInAt: now,
        lastSeenAt: now,
        idleMinutes,
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
      if (!account || shown(account, row).expiresAt <= clock.now()) return undefined
      Object.assign(row, { lastSeenAt: clock.now(), idleMinutes })
      return shown(account, row)
    },

    async end({ tokenDigest }) {
      tables.sessions = tables.sessions.filter(
        (session) => !sameDigest(session.digest, tokenDigest),
      )
    },
  }
}
