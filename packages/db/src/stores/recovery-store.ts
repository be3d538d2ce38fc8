import type { CodeSpent, Limited, NewRequest, Opened, RecoveryStore } from '@latchkey/core'
import type { Kysely } from 'kysely'
import { inBatches } from '../batches.ts'
import type { Queue } from '../queue.ts'
import type { Schema } from '../schema.ts'
import { isAway, waitedForALock } from '../unavailable.ts'
import { changePassword } from './change-password.ts'
import { chargeGuessByAddress, chargeGuesses, type Guess, type InTurn } from './charge-guess.ts'
import { findAlarm } from './find-alarm.ts'
import { findCode } from './find-code.ts'
import { findRight } from './find-right.ts'
import { giveGuessBack } from './give-guess-back.ts'
import type { OnLimit } from './limiter.ts'
import { askAgain, bucketsOf, openRequests } from './open-requests.ts'
import { purge } from './purge.ts'
import { raiseAlarm } from './raise-alarm.ts'
import { recordRefusal } from './record-refusal.ts'
import { type Spend, spendCodes } from './spend-code.ts'
import { onceMore } from './transaction.ts'

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
    askAgain: (ask) => askAgain(parts, ask),
    async chargeGuess(requestId, limits) {
      for (;;) {
        const charged = await chargeInTurn({ requestId, limits })
        if (charged !== 'later') return charged
      }
    },
    chargeGuessByAddress: (addressDigest, limits, former) =>
      chargeGuessByAddress(parts, [addressDigest, ...(former ?? [])], limits),
    findCode: (candidates) => findCode(db, candidates),
    giveGuessBack: (requestId) => onceMore(() => giveGuessBack(db, requestId)),
    recordRefusal: (refusal) => recordRefusal(db, refusal),
    spendCode,
    findRight: (token) => findRight(db, token),
    changePassword: (change) => changePassword(parts, change),
    findAlarm: (token) => findAlarm(db, token),
    raiseAlarm: (alarm) => raiseAlarm(parts, alarm),
    purge: () => purge(db),
  }
}

/** However it is spelt: two spellings are one request. */
const requestOf = ({ requestId }: { requestId: string }) => [requestId.toLowerCase()]
