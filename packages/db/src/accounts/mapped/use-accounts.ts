import type { Database } from '../../connection/database.ts'
import type { AccountTable } from '../account-table.ts'
import { WithAccounts } from '../accounts-of.ts'
import { functionAccounts } from '../functions/function-accounts.ts'
import { type AnyAccountMap, isFunctions } from '../map/account-functions.ts'
import { mappedAccounts } from './mapped-accounts.ts'
import { describeAccounts } from './mapped-tables.ts'

/** The same database, whose statements work on the users of an application. */
export async function useAccounts(database: Database, map: AnyAccountMap): Promise<Database> {
  const accounts = await accountTable(database, map)
  return { ...database, kysely: database.kysely.withPlugin(new WithAccounts(accounts)) }
}

async function accountTable(database: Database, map: AnyAccountMap): Promise<AccountTable> {
  return isFunctions(map)
    ? functionAccounts(map)
    : mappedAccounts(map, await describeAccounts(database, map))
}
