import type { PendingChange, TokenDigest } from '@latchkey/core'
import type { Database } from '../../connection/database.ts'
import { guarded } from '../../connection/unavailable.ts'
import { guardOf } from '../accounts-mismatch.ts'
import { accountsOf } from '../accounts-of.ts'
import { freeSecret } from './reserve-change.ts'
import { settleChange } from './settle-change.ts'

/** Seconds after a change at which it is asked about for the last time: signatures are refused after five minutes. */
const LAST_LOOK_AFTER = 6 * 60

export type SettledLate =
  /** The application had made the change, and now it is settled. */
  | { status: 'changed' }
  /** It had not, or another process settled it. */
  | { status: 'ended' }
  /** It had not by now, and the secret is free. A call may still be on its way. */
  | { status: 'free'; againInSeconds: number }

/** What became of a change, where the process that began it does not know. */
export type LateSettlement = {
  settle(change: {
    changeId: string
    pending: PendingChange
    secondsAgo: number
  }): Promise<SettledLate>
}

/** Throws `Unavailable` when the database or the application is away. */
export function createLateSettlement(
  { kysely: db }: Database,
  { rateLimits }: { rateLimits: boolean },
): LateSettlement {
  const accounts = accountsOf(db)
  return guarded<LateSettlement>(
    {
      async settle({ changeId, pending, secondsAgo }) {
        // A job that was left from a time with accounts elsewhere.
        if (!accounts.port) return { status: 'ended' }
        if ((await accounts.port.settled(changeId)) === 'changed') {
          const settled = await settleChange(db, { changeId, pending, rateLimits })
          return { status: settled ? 'changed' : 'ended' }
        }
        const tokenDigest = Buffer.from(pending.tokenDigest, 'hex') as Uint8Array as TokenDigest
        await freeSecret(db, { changeId, tokenDigest }, { endJob: false })
        const againInSeconds = LAST_LOOK_AFTER - secondsAgo
        return againInSeconds > 0 ? { status: 'free', againInSeconds } : { status: 'ended' }
      },
    },
    guardOf(accounts),
  )
}
