import type { CodeSpent, Limited, NewRequest, Opened, RecoveryStore } from '@latchkey/core'
import type { Kysely } from 'kysely'
import { isAway, waitedForALock } from '../connection/unavailable.ts'
import {
  chargeGuessByAddress,
  chargeGuesses,
  type Guess,
  type InTurn,
} from '../limits/charge-guess.ts'
import type { OnLimit } from '../limits/limiter.ts'
import { refundGuess } from '../limits/refund-guess.ts'
import { purge } from '../purge.ts'
import type { Queue } from '../queue/queue.ts'
import type { Schema } from '../schema.ts'
import { inBatches } from '../statements/batches.ts'
import { onceMore } from '../statements/transaction.ts'
import { changePassword } from './change-password.ts'
import { findCode } from './find-code.ts'
import { findNotMe } from './find-not-me.ts'
import { findRight } from './find-right.ts'
import { bucketsOf, openRequests, resend } from './open-requests.ts'
import { recordRefusal } from './record-refusal.ts'
import { reportNotMe } from './report-not-me.ts'
import { type Spend, spendCodes } from './spend-code.ts'

export type RecoveryStoreParts = {
  db: Kysely<Schema>
  queue: Queue
  rateLimits: boolean
  onLimit: OnLimit
}

/** Calls that are written together; decisions 17 and 34 say why. They wait as long as for a connection. */
const together = {
  most: 64,
  patienceMs: 2_000,
  maybeOneIsToBlame: (error: unknown) => !isAway(error) || waitedForALock(error),
}

export function createRecoveryStore(parts: RecoveryStoreParts): RecoveryStore {
  const { db } = parts
  const openRequest = inBatches<NewRequest, Opened | Limited>(
    (requests) => onceMore(() => openRequests(parts, requests)),
    { ...together, keysOf: parts.rateLimits ? bucketsOf : () => [] },
  )
  const chargeInTurn = inBatches<Guess, InTurn>(
    (guesses) => onceMore(() => chargeGuesses(parts, guesses)),
    { ...together, keysOf: requestOf },
  )
  const spendCode = inBatches<Spend, CodeSpent | { status: 'wrong' }>(
    (spends) => onceMore(() => spendCodes(db, spends)),
    { ...together, keysOf: requestOf },
  )
  return {
    openRequest,
    resend: (ask) => resend(parts, ask),
    async chargeGuess(requestId, limits) {
      for (;;) {
        const charged = await chargeInTurn({ requestId, limits })
        if (charged !== 'later') return charged
      }
    },
    chargeGuessByAddress: (addressDigest, limits, former) =>
      chargeGuessByAddress(parts, [addressDigest, ...(former ?? [])], limits),
    findCode: (candidates) => findCode(db, candidates),
    refundGuess: (requestId) => onceMore(() => refundGuess(db, requestId)),
    recordRefusal: (refusal) => recordRefusal(db, refusal),
    spendCode,
    findRight: (tokenDigest) => findRight(db, tokenDigest),
    changePassword: (change) => changePassword(parts, change),
    findNotMe: (tokenDigest) => findNotMe(db, tokenDigest),
    reportNotMe: (notMe) => reportNotMe(parts, notMe),
    purge: () => purge(db),
  }
}

/** However it is spelt: two spellings are one request. */
const requestOf = ({ requestId }: { requestId: string }) => [requestId.toLowerCase()]
