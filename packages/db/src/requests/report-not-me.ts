import type { NoRight, RecoveryStore } from '@latchkey/core'
import { sql } from 'kysely'
import { lockAccount } from '../accounts/lock-account.ts'
import { codeEnd, inMinutes, now } from '../statements/time.ts'
import { transaction } from '../statements/transaction.ts'
import { findNotMe } from './find-not-me.ts'
import type { RecoveryStoreParts } from './recovery-store.ts'

type Reported = { status: 'reported'; accountId: string; codeExpiresAt: Date }

/** The spend of a notice's secret; locks and guards are those of `changePassword`. */
export async function reportNotMe(
  { db, queue }: Pick<RecoveryStoreParts, 'db' | 'queue'>,
  { tokenDigest, passwordHash, request }: Parameters<RecoveryStore['reportNotMe']>[0],
): Promise<Reported | NoRight> {
  return transaction<Reported | NoRight>(db, async (trx) => {
    const whyNot = async (): Promise<NoRight> => {
      const notMe = await findNotMe(trx, tokenDigest)
      return notMe.status === 'none' ? notMe : { status: 'none', reason: 'voided' }
    }
    const notMe = await trx
      .selectFrom('secret')
      .select('account_id')
      .where('digest', '=', tokenDigest)
      .where('kind', '=', 'not-me')
      .executeTakeFirst()
    const account = notMe && (await lockAccount(trx, notMe.account_id))
    if (!account) return whyNot()

    const spent = await trx
      .updateTable('secret')
      .set({ spent_at: now })
      .where('digest', '=', tokenDigest)
      .where('kind', '=', 'not-me')
      .where('account_id', '=', account.id)
      .where('spent_at', 'is', null)
      .where('voided_at', 'is', null)
      .where('expires_at', '>', now)
      .returning('digest')
      .executeTakeFirst()
    if (!spent) return whyNot()

    await trx
      .updateTable('account')
      .set({
        password_hash: passwordHash,
        credential_version: sql<number>`credential_version + 1`,
        password_changed_at: now,
      })
      .where('id', '=', account.id)
      .execute()
    await trx
      .updateTable('secret')
      .set({ voided_at: now })
      .where('account_id', '=', account.id)
      .where('spent_at', 'is', null)
      .where('voided_at', 'is', null)
      .execute()
    await trx.deleteFrom('session').where('account_id', '=', account.id).execute()
    const opened = await trx
      .insertInto('recovery_request')
      .values({
        id: request.id,
        email_canonical: account.email_canonical,
        address_digest: request.addressDigest,
        client_digest: request.clientDigest,
        device: request.device ?? null,
        locale: request.locale ?? null,
        closes_at: inMinutes(request.lifetimes.requestMinutes),
      })
      .returning(codeEnd(request.lifetimes.codeMinutes).as('code_expires_at'))
      .executeTakeFirstOrThrow()
    await queue.enqueue(trx, { kind: 'recovery', requestId: request.id, withheld: false })
    await trx
      .insertInto('audit_event')
      .values({
        kind: 'not-me',
        outcome: 'reported',
        request_id: request.id,
        account_id: account.id,
        address_digest: request.addressDigest,
        client_digest: request.clientDigest,
      })
      .execute()
    return { status: 'reported', accountId: account.id, codeExpiresAt: opened.code_expires_at }
  })
}
