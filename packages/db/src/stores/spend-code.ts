import { type CodeSpent, type RecoveryStore, storedEmailAddress } from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { giveGuessBack } from './give-guess-back.ts'
import { lockAccount } from './lock-account.ts'
import { inMinutes, now } from './time.ts'
import { transaction } from './transaction.ts'

export async function spendCode(
  db: Kysely<Schema>,
  spend: Parameters<RecoveryStore['spendCode']>[0],
): Promise<CodeSpent | { status: 'wrong' }> {
  return transaction<CodeSpent | { status: 'wrong' }>(db, async (trx) => {
    const code = await trx
      .selectFrom('secret')
      .select('account_id')
      .where('digest', 'in', spend.codes)
      .where('kind', '=', 'code')
      .where('request_id', '=', spend.requestId)
      .executeTakeFirst()
    if (!code) return { status: 'wrong' }

    const account = await lockAccount(trx, code.account_id)
    if (!account) return { status: 'wrong' }

    const spent = await trx
      .updateTable('secret')
      .set({ spent_at: now })
      .where('digest', 'in', spend.codes)
      .where('kind', '=', 'code')
      .where('credential_version', '=', account.credential_version)
      .where('spent_at', 'is', null)
      .where('voided_at', 'is', null)
      .where('expires_at', '>', now)
      .returning('request_id')
      .executeTakeFirst()
    if (!spent) return { status: 'wrong' }

    const ticket = await trx
      .insertInto('secret')
      .values({
        digest: spend.ticket,
        kind: 'ticket',
        request_id: spend.requestId,
        account_id: account.id,
        credential_version: account.credential_version,
        expires_at: inMinutes(spend.ticketLifetimeMinutes),
      })
      .returning('expires_at')
      .executeTakeFirstOrThrow()

    const request = await giveGuessBack(trx, spend.requestId)
    await trx
      .insertInto('audit_event')
      .values({
        kind: 'code-verified',
        outcome: 'verified',
        request_id: spend.requestId,
        account_id: account.id,
        address_digest: request?.addressDigest ?? null,
        client_digest: spend.clientDigest,
      })
      .execute()
    return {
      status: 'spent',
      owner: storedEmailAddress(account.email, account.email_canonical),
      ticketExpiresAt: ticket.expires_at,
    }
  })
}
