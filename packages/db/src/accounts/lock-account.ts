import type { Transaction } from 'kysely'
import type { Schema } from '../schema.ts'

/**
 * The first lock of every transaction that spends: accounts before secrets, always, or two live secrets of one
 * account racing each other would deadlock.
 */
export function lockAccount(trx: Transaction<Schema>, accountId: string) {
  return trx
    .selectFrom('account')
    .select(['id', 'email', 'email_canonical', 'credential_version'])
    .where('id', '=', accountId)
    .where('status', '=', 'active')
    .forUpdate()
    .executeTakeFirst()
}
