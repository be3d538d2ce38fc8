import type { Limited, NewRequest, Opened, RecoveryStore } from '@latchkey/core'
import type { Kysely } from 'kysely'
import { inBatches } from '../batches.ts'
import type { Queue } from '../queue.ts'
import type { Schema } from '../schema.ts'
import { isAway } from '../unavailable.ts'
import { changePassword } from './change-password.ts'
import { chargeGuess, chargeGuessByAddress } from './charge-guess.ts'
import { findAlarm } from './find-alarm.ts'
import { findCode } from './find-code.ts'
import { findRight } from './find-right.ts'
import { giveGuessBack } from './give-guess-back.ts'
import type { OnLimit } from './limiter.ts'
import { askAgain, bucketsOf, openRequests } from './open-requests.ts'
import { purge } from './purge.ts'
import { raiseAlarm } from './raise-alarm.ts'
import { recordRefusal } from './record-refusal.ts'
import { spendCode } from './spend-code.ts'
import { onceMore, transaction } from './transaction.ts'

export type RecoveryStoreParts = {
  db: Kysely<Schema>
  queue: Queue
  rateLimits: boolean
  onLimit: OnLimit
}

/** Asks that are written together; decision 17 says why. They wait as long as for a connection. */
const asks = { most: 64, atOnce: 2, patienceMs: 2_000 }

export function createRecoveryStore(parts: RecoveryStoreParts): RecoveryStore {
  const { db } = parts
  const openRequest = inBatches<NewRequest, Opened | Limited>(
    (requests) => onceMore(() => openRequests(parts, requests)),
    {
      ...asks,
      keysOf: parts.rateLimits ? bucketsOf : () => [],
      maybeOneIsToBlame: (error) => !isAway(error),
    },
  )
  return {
    openRequest,
    askAgain: (ask) => askAgain(parts, ask),
    chargeGuess: (requestId, limits) => chargeGuess(parts, requestId, limits),
    chargeGuessByAddress: (addressDigest, limits, former) =>
      chargeGuessByAddress(parts, [addressDigest, ...(former ?? [])], limits),
    findCode: (candidates) => findCode(db, candidates),
    giveGuessBack: (requestId) =>
      transaction(db, async (trx) => void (await giveGuessBack(trx, requestId))),
    recordRefusal: (refusal) => recordRefusal(db, refusal),
    spendCode: (spend) => spendCode(db, spend),
    findRight: (token) => findRight(db, token),
    changePassword: (change) => changePassword(parts, change),
    findAlarm: (token) => findAlarm(db, token),
    raiseAlarm: (alarm) => raiseAlarm(parts, alarm),
    purge: () => purge(db),
  }
}
