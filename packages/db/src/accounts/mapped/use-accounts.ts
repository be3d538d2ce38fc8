import type { Database } from '../../connection/database.ts'
import { WithAccounts } from '../accounts-of.ts'
import type { AccountMap } from '../map/account-map.ts'
import { mappedAccounts } from './mapped-accounts.ts'
import { describeAccounts } from './mapped-tables.ts'

/** The same database, whose statements work on the users of an application. */
export async function useAccounts(database: Database, map: AccountMap): Promise<Database> {
  const accounts = mappedAccounts(map, await describeAccounts(database, map))
  return { ...database, kysely: database.kysely.withPlugin(new WithAccounts(accounts)) }
}
