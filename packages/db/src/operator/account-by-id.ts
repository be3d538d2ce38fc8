import type { EmailAddress } from '@latchkey/core'
import type { Kysely } from 'kysely'
import { type AccountRow, ownerOf } from '../accounts/account-table.ts'
import { accountsOf } from '../accounts/accounts-of.ts'
import { codeOf } from '../connection/unavailable.ts'
import type { Schema } from '../schema.ts'
import { isUuid } from '../statements/is-uuid.ts'
import { prepared, type Values } from '../statements/prepared.ts'

/** `undefined`: no account has this id. */
export async function accountById(
  db: Kysely<Schema>,
  accountId: string,
): Promise<AccountRow | undefined> {
  if (!isKey(db, accountId)) return undefined
  const [account] = await findById(db, { accountId })
  return account
}

/** The address of an account; `undefined` if it has none that can be read. */
export type OwnedAddress = { accountId: string; address: EmailAddress | undefined }

/** For an id that somebody typed. `undefined`: it is the id of no account. */
export async function findOwnedAddress(
  db: Kysely<Schema>,
  typed: string,
): Promise<OwnedAddress | undefined> {
  try {
    const account = await accountById(db, typed)
    return account && { accountId: account.id, address: ownerOf(account) }
  } catch (error) {
    if (error instanceof Error && notOfItsType.includes(codeOf(error))) return undefined
    throw error
  }
}

/** The column of an application takes numbers, say: a text that is none, and a number that is too large. */
const notOfItsType: readonly string[] = ['22P02', '22003']

/** Ids of ours are UUIDs; another text is the id of nobody. */
function isKey(db: Kysely<Schema>, id: string): boolean {
  return accountsOf(db).kind !== 'native' || isUuid(id)
}

const findById = prepared('account-by-id', (db, p: Values<{ accountId: string }>, accounts) =>
  accounts.byId(db, p.accountId),
)
