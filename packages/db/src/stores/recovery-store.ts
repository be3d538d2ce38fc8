import type {
  AskAgain,
  DeliveryJob,
  Limited,
  NewRequest,
  Opened,
  RecoveryStore,
} from '@latchkey/core'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Queue } from '../queue.ts'
import type { Schema } from '../schema.ts'
import { changePassword } from './change-password.ts'
import { chargeGuess, chargeGuessByAddress } from './charge-guess.ts'
import { findAlarm } from './find-alarm.ts'
import { findCode } from './find-code.ts'
import { findRight } from './find-right.ts'
import { giveGuessBack } from './give-guess-back.ts'
import { chargeBuckets, type OnLimit } from './limiter.ts'
import { purge } from './purge.ts'
import { raiseAlarm } from './raise-alarm.ts'
import { spendCode } from './spend-code.ts'
import { inMinutes, now } from './time.ts'
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
    openRequest: (request) => openRequest(parts, request),
    askAgain: (ask) => askAgain(parts, ask),
    findOpenRequest: async (requestId) => {
      const row = await db
        .selectFrom('recovery_request')
        .select('address_digest')
        .where('id', '=', requestId)
        .where('closes_at', '>', now)
        .executeTakeFirst()
      return row && { addressDigest: row.address_digest }
    },
    chargeGuess: (requestId, limit) => chargeGuess(parts, requestId, limit),
    chargeGuessByAddress: (addressDigest, limit, former) =>
      chargeGuessByAddress(parts, [addressDigest, ...(former ?? [])], limit),
    findCode: (candidates) => findCode(db, candidates),
    giveGuessBack: (requestId) =>
      transaction(db, async (trx) => void (await giveGuessBack(trx, requestId))),
    spendCode: (spend) => spendCode(db, spend),
    findRight: (token) => findRight(db, token),
    changePassword: (change) => changePassword(parts, change),
    findAlarm: (token) => findAlarm(db, token),
    raiseAlarm: (alarm) => raiseAlarm(parts, alarm),
    purge: () => purge(db),
  }
}

async function openRequest(
  parts: RecoveryStoreParts,
  request: NewRequest,
): Promise<Opened | Limited> {
  return transaction<Opened | Limited>(parts.db, async (trx, undo) => {
    const { withheld } = await charge(parts, trx, request.charges, undo)
    const row = await trx
      .insertInto('recovery_request')
      .values({
        id: request.id,
        email_canonical: request.address.canonical,
        address_digest: request.addressDigest,
        client_digest: request.clientDigest,
        device: request.device ?? null,
        locale: request.locale ?? null,
        closes_at: inMinutes(request.lifetimes.requestMinutes),
      })
      .returning(codeEnd(request.lifetimes.codeMinutes).as('code_expires_at'))
      .executeTakeFirstOrThrow()
    await parts.queue.enqueue(trx, recoveryJob(request.id, withheld))
    return { status: 'opened', requestId: request.id, codeExpiresAt: row.code_expires_at }
  })
}

async function askAgain(
  parts: RecoveryStoreParts,
  ask: AskAgain,
): Promise<Opened | Limited | undefined> {
  return transaction<Opened | Limited | undefined>(parts.db, async (trx, undo) => {
    const { withheld } = await charge(parts, trx, ask.charges, undo)
    const row = await trx
      .selectFrom('recovery_request')
      .select(codeEnd(ask.codeLifetimeMinutes).as('code_expires_at'))
      .where('id', '=', ask.requestId)
      .where('closes_at', '>', now)
      .executeTakeFirst()
    if (!row) return undo(undefined)
    await parts.queue.enqueue(trx, recoveryJob(ask.requestId, withheld))
    return { status: 'opened', requestId: ask.requestId, codeExpiresAt: row.code_expires_at }
  })
}

/** As the mail's worker will set it: no code outlives its request. */
export function codeEnd(minutes: number) {
  return sql<Date>`least(closes_at, ${inMinutes(minutes)})`
}

/** The client's limit ends the transaction; the address's limit only withholds the mail. */
async function charge(
  { rateLimits, onLimit }: RecoveryStoreParts,
  trx: Transaction<Schema>,
  charges: NewRequest['charges'],
  undo: (refusal: Limited) => never,
): Promise<{ withheld: boolean }> {
  if (!rateLimits) return { withheld: false }
  const client = await chargeBuckets(trx, charges.client, onLimit)
  if (client.status === 'rate-limited') return undo(client)
  const address = await chargeBuckets(trx, [charges.address], onLimit)
  return { withheld: address.status === 'rate-limited' }
}

function recoveryJob(requestId: string, withheld: boolean): DeliveryJob {
  return { kind: 'recovery', requestId, withheld }
}
