import type { Digest, NoRight, RecoveryStore } from '@latchkey/core'
import { sql, type Transaction } from 'kysely'
import type { Schema } from '../schema.ts'
import { addressOfRequest } from './address-of-request.ts'
import { forgetFailures } from './charge-sign-in.ts'
import { findRight } from './find-right.ts'
import { lockAccount } from './lock-account.ts'
import type { RecoveryStoreParts } from './recovery-store.ts'
import { now } from './time.ts'
import { transaction } from './transaction.ts'

type Changed = { status: 'changed'; accountId: string }
const unknown: NoRight = { status: 'none', reason: 'unknown' }

/**
 * The spend. READ COMMITTED is enough: whoever loses waits for the account's row and then finds the guard false.
 */
export async function changePassword(
  { db, queue, rateLimits }: Pick<RecoveryStoreParts, 'db' | 'queue' | 'rateLimits'>,
  change: Parameters<RecoveryStore['changePassword']>[0],
): Promise<Changed | NoRight> {
  return transaction<Changed | NoRight>(db, async (trx) => {
    const right = await trx
      .selectFrom('secret')
      .select('account_id')
      .where('digest', '=', change.token)
      .where('kind', 'in', ['link', 'ticket'])
      .executeTakeFirst()
    if (!right) return unknown

    const account = await lockAccount(trx, right.account_id)
    if (!account) return whyNot(trx, change.token)

    const spent = await trx
      .updateTable('secret')
      .set({ spent_at: now })
      .where('digest', '=', change.token)
      .where('kind', 'in', ['link', 'ticket'])
      .where('account_id', '=', account.id)
      .where('credential_version', '=', account.credential_version)
      .where('spent_at', 'is', null)
      .where('voided_at', 'is', null)
      .where('expires_at', '>', now)
      .returning('request_id')
      .executeTakeFirst()
    if (!spent) return whyNot(trx, change.token)

    const changed = await trx
      .updateTable('account')
      .set({
        password_hash: change.passwordHash,
        credential_version: sql<number>`credential_version + 1`,
        password_changed_at: now,
      })
      .where('id', '=', account.id)
      .returning(now.as('changed_at'))
      .executeTakeFirstOrThrow()
    await trx
      .updateTable('secret')
      .set({ voided_at: now })
      .where('account_id', '=', account.id)
      // Or a thief would disarm the notice by changing the password once more.
      .where('kind', '!=', 'not-me')
      .where('spent_at', 'is', null)
      .where('voided_at', 'is', null)
      .execute()
    await trx.deleteFrom('session').where('account_id', '=', account.id).execute()
    if (rateLimits) await forgetFailures(trx, change)
    await queue.enqueue(trx, {
      kind: 'password-changed',
      accountId: account.id,
      changedAt: changed.changed_at.toISOString(),
    })
    await trx
      .insertInto('audit_event')
      .values({
        kind: 'password-changed',
        outcome: 'changed',
        request_id: spent.request_id,
        account_id: account.id,
        address_digest: addressOfRequest(spent.request_id),
        client_digest: change.clientDigest,
      })
      .execute()
    return { status: 'changed', accountId: account.id }
  })
}

/** A new look, because the one before the lock may be out of date: the winner has committed since. */
async function whyNot(trx: Transaction<Schema>, token: Digest): Promise<NoRight> {
  const right = await findRight(trx, token)
  return right.status === 'none' ? right : { status: 'none', reason: 'voided' }
}
