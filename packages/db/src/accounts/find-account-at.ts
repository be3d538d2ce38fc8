import { parseEmailAddress } from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { type AccountAt, type AccountRow, accountAt, inUnicode } from './account-table.ts'
import { accountsOf } from './accounts-of.ts'

/** The account that has this address today. */
export async function findAccountAt(
  db: Kysely<Schema>,
  canonical: string,
): Promise<AccountAt<AccountRow>> {
  const address = parseEmailAddress(canonical)
  const unicode = (address && inUnicode(address)) ?? null
  const found = await accountsAt(db, { canonical, unicode })
  return accountAt(found, canonical, accountsOf(db).duplicates)
}

const accountsAt = prepared(
  'accounts-at',
  (db, p: Values<{ canonical: string; unicode: string | null }>, accounts) =>
    accounts.byAddress(db, p),
)
