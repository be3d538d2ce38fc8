import { type AccountStatus, kindsOfSecret } from '@latchkey/core'
import type { Kysely } from 'kysely'
import { accountsOf } from '../accounts/accounts-of.ts'
import { findAccountAt } from '../accounts/find-account-at.ts'
import type { Schema } from '../schema.ts'
import { now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'

/** An account as `latchkey user show` shows it. */
export type ShownAccount = {
  id: string
  email: string | undefined
  status: AccountStatus
  hasPassword: boolean
  locale: string | undefined
  /** Links, codes and tickets that would be accepted now, if the account was not changed since. */
  openSecrets: number
  /** What only accounts of our own have. */
  own: { createdAt: Date; passwordChangedAt: Date | undefined; sessions: number } | undefined
}

/** `undefined`: no account has this address. */
export async function showAccount(
  db: Kysely<Schema>,
  canonicalEmail: string,
): Promise<ShownAccount | undefined> {
  const row = (await findAccountAt(db, canonicalEmail))?.row
  if (!row) return undefined
  const accountId = row.id
  const [secrets] = await openSecrets(db, { accountId })
  const isOwn = accountsOf(db).kind === 'native'
  const [own] = isOwn ? await ownFacts(db, { accountId }) : []
  return {
    id: row.id,
    email: row.email ?? undefined,
    status: row.status,
    hasPassword: row.has_password,
    locale: row.locale ?? undefined,
    openSecrets: Number(secrets?.count ?? 0),
    own: own && {
      createdAt: own.created_at,
      passwordChangedAt: own.password_changed_at ?? undefined,
      sessions: Number(own.sessions),
    },
  }
}

type Id = { accountId: string }

/** With which somebody could choose a password. */
const rights = kindsOfSecret(({ proves }) => proves !== 'not-me')

const openSecrets = prepared('count-open-secrets', (db, p: Values<Id>) =>
  db
    .selectFrom('secret')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('account_id', '=', p.accountId)
    .where('kind', 'in', rights)
    .where('spent_at', 'is', null)
    .where('voided_at', 'is', null)
    .where('expires_at', '>', now),
)

const ownFacts = prepared('own-account-facts', (db, p: Values<Id>) =>
  db
    .selectFrom('account as a')
    .select(({ fn, selectFrom }) => [
      'a.created_at',
      'a.password_changed_at',
      selectFrom('session')
        .select(fn.countAll().as('count'))
        .whereRef('account_id', '=', 'a.id')
        .where('expires_at', '>', now)
        .as('sessions'),
    ])
    .where('a.id', '=', p.accountId),
)
