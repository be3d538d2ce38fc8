import type { Kysely, KyselyPlugin } from 'kysely'
import type { Schema } from '../schema.ts'
import type { AccountTable } from './account-table.ts'
import { nativeAccounts } from './native-accounts.ts'

/**
 * Carries the account table along with a database, and so with its transactions: every statement of that database is
 * made for it.
 */
export class WithAccounts implements KyselyPlugin {
  readonly accounts: AccountTable
  /** What the parts of this table need besides the values of the statement. */
  readonly values: object

  constructor(accounts: AccountTable, values: object = {}) {
    this.accounts = accounts
    this.values = values
  }

  transformQuery: KyselyPlugin['transformQuery'] = ({ node }) => node
  transformResult: KyselyPlugin['transformResult'] = async ({ result }) => result
}

export function accountsOf(db: Kysely<Schema>): AccountTable {
  return pluginOf(db)?.accounts ?? nativeAccounts
}

export function pluginOf(db: Kysely<Schema>): WithAccounts | undefined {
  return db.getExecutor().plugins.findLast((plugin) => plugin instanceof WithAccounts)
}
