import type { AccountStore } from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

export function createAccountStore(db: Kysely<Schema>): AccountStore {
  return {
    async add(account) {
      const added = await db
        .insertInto('account')
        .values({
          id: account.id,
          email: account.address.registered,
          email_canonical: account.address.canonical,
          password_hash: account.passwordHash ?? null,
          locale: account.locale ?? null,
        })
        .onConflict((conflict) => conflict.column('email_canonical').doNothing())
        .returning('id')
        .executeTakeFirst()
      return added !== undefined
    },

    async list() {
      const rows = await db.selectFrom('account').selectAll().orderBy('email_canonical').execute()
      return rows.map((row) => ({
        id: row.id,
        email: row.email,
        status: row.status,
        hasPassword: row.password_hash !== null,
        locale: row.locale ?? undefined,
        createdAt: row.created_at,
        passwordChangedAt: row.password_changed_at ?? undefined,
      }))
    },

    async findForSignIn(canonicalEmail) {
      const row = await db
        .selectFrom('account')
        .select(['id', 'password_hash', 'credential_version', 'status'])
        .where('email_canonical', '=', canonicalEmail)
        .executeTakeFirst()
      return (
        row && {
          accountId: row.id,
          passwordHash: row.password_hash ?? undefined,
          credentialVersion: row.credential_version,
          status: row.status,
        }
      )
    },

    async rehash(accountId, from, to) {
      await db
        .updateTable('account')
        .set({ password_hash: to })
        .where('id', '=', accountId)
        .where('password_hash', '=', from)
        .execute()
    },
  }
}
