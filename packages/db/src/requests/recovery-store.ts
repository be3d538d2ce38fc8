import type { CodeSpent, Limited, Opened, RecoveryStore } from '@latchkey/core'
import { isAway, waitedForALock } from '../connection/unavailable.ts'
import { chargeGuesses, type Guess, type InTurn } from '../limits/charge-guess.ts'
import { chargeGuessByAddress } from '../limits/charge-guess-by-address.ts'
import type { LimitParts } from '../limits/limit-parts.ts'
import { refundGuess } from '../limits/refund-guess.ts'
import { purge } from '../purge.ts'
import { type BatchOptions, inBatches } from '../statements/batches.ts'
import { retryOnConflict } from '../statements/transaction.ts'
import { currentTraceParent } from '../tracing/trace-parent.ts'
import { changePassword } from './change-password.ts'
import { findCode } from './find-code.ts'
import { findNotMe } from './find-not-me.ts'
import { openRight } from './note-opening.ts'
import { bucketsOf, networkOf, openRequests, type TracedRequest } from './open-requests.ts'
import { recordRefusal } from './record-refusal.ts'
import { reportNotMe } from './report-not-me.ts'
import { resend } from './resend.ts'
import { type Spend, spendCodes } from './spend-code.ts'

/*
 * Locks are taken in one order by every statement that spends: accounts before secrets, or two live secrets of one
 * account that race each other would deadlock; then requests, buckets, streaks and the global budget. Rows of one table
 * are locked in the order of their keys.
 */

/** Milliseconds that a call waits: for its batch to begin, and in all. */
export type BatchTimeouts = Pick<BatchOptions<never>, 'maxWaitMs' | 'maxMs'>

/** Calls that are written together; decisions 17 and 34 say why. */
const together = {
  maxItems: 64,
  shouldRetryIndividually: (error: unknown) => !isAway(error) || waitedForALock(error),
}

export function createRecoveryStore(
  parts: LimitParts,
  batchTimeouts: BatchTimeouts,
): RecoveryStore {
  const { db } = parts
  const batching = { ...together, ...batchTimeouts }
  const openRequest = inBatches<TracedRequest, Opened | Limited>(
    (requests) => retryOnConflict(() => openRequests(parts, requests)),
    { ...batching, keysOf: parts.rateLimits ? bucketsOf : () => [], lineOf: networkOf },
  )
  const chargeInTurn = inBatches<Guess, InTurn>(
    (guesses) => retryOnConflict(() => chargeGuesses(parts, guesses)),
    { ...batching, keysOf: keyOfRequest },
  )
  const spendCode = inBatches<Spend, CodeSpent | { status: 'wrong' }>(
    (spends) => retryOnConflict(() => spendCodes(db, spends)),
    { ...batching, keysOf: keyOfRequest },
  )
  return {
    openRequest: (request) => openRequest({ ...request, traceParent: currentTraceParent() }),
    resend: (again) => resend(parts, again),
    async chargeGuess(requestId, limits) {
      for (;;) {
        const charged = await chargeInTurn({ requestId, limits })
        if (charged !== 'later') return charged
      }
    },
    chargeGuessByAddress: (addressDigest, limits, formerDigests) =>
      chargeGuessByAddress(parts, [addressDigest, ...(formerDigests ?? [])], limits),
    findCode: (candidates) => findCode(db, candidates),
    refundGuess: (requestId) => refundGuess(db, requestId),
    recordRefusal: (refusal) => recordRefusal(db, refusal),
    spendCode,
    findRight: (tokenDigest) => openRight(db, tokenDigest),
    changePassword: (change) => changePassword(parts, change),
    findNotMe: (tokenDigest) => findNotMe(db, tokenDigest),
    reportNotMe: (notMe) => reportNotMe(db, notMe),
    purge: () => purge(db),
  }
}

/** In lower case: however its id is spelt, it is one request. */
const keyOfRequest = ({ requestId }: { requestId: string }) => [requestId.toLowerCase()]
