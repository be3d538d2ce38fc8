import type { AccountStore } from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { sampleHashes } from './sample-hashes.ts'

export function createAccountStore(db: Kysely<Schema>): AccountStore {
  return {
    async add(account) {
      const [added] = await addAccount(db, {
        id: account.id,
        email: account.address.registered,
        canonicalEmail: account.address.canonical,
        passwordHash: account.passwordHash ?? null,
        locale: account.locale ?? null,
      })
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

    sampleHashes: () => sampleHashes(db),

    async findForSignIn(canonicalEmail) {
      const [row] = await accountByEmail(db, { canonicalEmail })
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
      await replaceHash(db, { accountId, from, to })
    },
  }
}

type AccountValues = {
  id: string
  email: string
  canonicalEmail: string
  passwordHash: string | null
  locale: string | null
}

const addAccount = prepared('add-account', (db, p: Values<AccountValues>) =>
  db
    .insertInto('account')
    .values({
      id: p.id,
      email: p.email,
      email_canonical: p.canonicalEmail,
      password_hash: p.passwordHash,
      locale: p.locale,
    })
    .onConflict((conflict) => conflict.column('email_canonical').doNothing())
    .returning('id'),
)

const accountByEmail = prepared('find-for-sign-in', (db, p: Values<{ canonicalEmail: string }>) =>
  db
    .selectFrom('account')
    .select(['id', 'password_hash', 'credential_version', 'status'])
    .where('email_canonical', '=', p.canonicalEmail),
)

const replaceHash = prepared(
  'replace-hash',
  (db, p: Values<{ accountId: string; from: string; to: string }>) =>
    db
      .updateTable('account')
      .set({ password_hash: p.to })
      .where('id', '=', p.accountId)
      .where('password_hash', '=', p.from),
)
