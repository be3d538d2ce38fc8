import { type Kysely, sql, type Transaction } from 'kysely'
import type { Schema } from '../schema.ts'
import { now } from '../statements/time.ts'
import { transaction } from '../statements/transaction.ts'

/** What stopped working: secrets that were still good, and sessions. */
export type Revoked = { accounts: number; secrets: number; sessions: number }

const BATCH = 500

/**
 * Nothing that was mailed, exchanged or signed in with before works afterwards. Batch by batch, so that nobody
 * waits long for a lock; run again, it does the same again.
 */
export async function revokeAll(db: Kysely<Schema>): Promise<Revoked> {
  // Written first: one that breaks off halfway belongs into the audit trail too.
  await db.insertInto('audit_event').values({ kind: 'revoked', outcome: 'everything' }).execute()
  const total: Revoked = { accounts: 0, secrets: 0, sessions: 0 }
  let after: string | undefined
  for (;;) {
    const batch = await transaction(db, async (trx) => {
      const accounts = await trx
        .selectFrom('account')
        .select('id')
        .$if(after !== undefined, (query) => query.where('id', '>', after ?? ''))
        .orderBy('id')
        .limit(BATCH)
        .forUpdate()
        .execute()
      const ids = accounts.map(({ id }) => id)
      return { last: ids.at(-1), ...(await revokeAccounts(trx, ids)) }
    })
    if (batch.last === undefined) return total
    after = batch.last
    total.accounts += batch.accounts
    total.secrets += batch.secrets
    total.sessions += batch.sessions
  }
}

/** `undefined`: nobody has this address. */
export async function revokeAccount(
  db: Kysely<Schema>,
  canonicalEmail: string,
): Promise<Revoked | undefined> {
  return transaction<Revoked | undefined>(db, async (trx) => {
    const account = await trx
      .selectFrom('account')
      .select('id')
      .where('email_canonical', '=', canonicalEmail)
      .forUpdate()
      .executeTakeFirst()
    if (!account) return undefined
    await trx
      .insertInto('audit_event')
      .values({ kind: 'revoked', outcome: 'account', account_id: account.id })
      .execute()
    return revokeAccounts(trx, [account.id])
  })
}

/** The accounts are locked already: accounts before secrets, as everywhere. */
async function revokeAccounts(trx: Transaction<Schema>, ids: readonly string[]): Promise<Revoked> {
  if (ids.length === 0) return { accounts: 0, secrets: 0, sessions: 0 }
  // Reaches what is being minted or signed in with right now, under the version read before.
  await trx
    .updateTable('account')
    .set({ credential_version: sql<number>`credential_version + 1` })
    .where('id', 'in', ids)
    .execute()
  const secrets = await trx
    .updateTable('secret')
    .set({ voided_at: now })
    .where('account_id', 'in', ids)
    .where('spent_at', 'is', null)
    .where('voided_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  const sessions = await trx.deleteFrom('session').where('account_id', 'in', ids).executeTakeFirst()
  return {
    accounts: ids.length,
    secrets: Number(secrets.numUpdatedRows),
    sessions: Number(sessions.numDeletedRows),
  }
}
