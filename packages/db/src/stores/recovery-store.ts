import type { RecoveryStore } from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { Queue } from '../queue.ts'
import type { Schema } from '../schema.ts'
import { changePassword } from './change-password.ts'
import { chargeGuess, chargeGuessByAddress } from './charge-guess.ts'
import { findAlarm } from './find-alarm.ts'
import { findCode } from './find-code.ts'
import { findRight } from './find-right.ts'
import { giveGuessBack } from './give-guess-back.ts'
import type { OnLimit } from './limiter.ts'
import { askAgain, openRequests } from './open-requests.ts'
import { purge } from './purge.ts'
import { raiseAlarm } from './raise-alarm.ts'
import { recordRefusal } from './record-refusal.ts'
import { spendCode } from './spend-code.ts'
import { transaction } from './transaction.ts'

export type RecoveryStoreParts = {
  db: Kysely<Schema>
  queue: Queue
  rateLimits: boolean
  onLimit: OnLimit
}

export function createRecoveryStore(parts: RecoveryStoreParts): RecoveryStore {
  const { db } = parts
  return {
    openRequest: async (request) => {
      const [outcome] = await openRequests(parts, [request])
      if (!outcome) throw new Error('An ask has no outcome')
      return outcome
    },
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
