import { parseEmailAddress } from '@latchkey/core'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../../connection/database.ts'
import { asUnavailable } from '../../connection/unavailable.ts'
import type { AccountMap } from '../map/account-map.ts'
import { describeAccounts } from '../mapped/mapped-tables.ts'
import { partsOfMap } from '../mapped/parts-of-map.ts'
import { tableSql } from '../mapped/sql-of-map.ts'

/** How many users there are, and how many of them cannot be recovered. */
export type UserCounts = {
  /** How many were read; the others are like them. */
  users: number
  isAll: boolean
  /** May recover, by `alive`. */
  alive: number
  withoutPassword: number
  withoutAddress: number
  /** Their address is none for our grammar. */
  unparsable: number
  /** Alive users whose address another one of them has, too. */
  shared: number
  /** Their address has letters in upper case, so that only a comparison that folds finds it. */
  upperCase: number
}

type Dynamic = Kysely<Record<string, Record<string, unknown>>>
type Row = { email: string | null; alive: boolean; has_password: boolean }

/** What the users of a map are like, among so many of them. */
export async function countUsers(
  database: Database,
  map: AccountMap,
  most: number,
): Promise<UserCounts> {
  const rows = await asUnavailable(() => readUsers(database, map, most + 1))
  const isAll = rows.length <= most
  const users = rows.slice(0, most)
  const sharing = new Map<string, number>()
  let unparsable = 0
  for (const { email, alive } of users) {
    if (email === null || email === '') continue
    const address = parseEmailAddress(email)
    if (!address) unparsable += 1
    else if (alive) sharing.set(address.canonical, (sharing.get(address.canonical) ?? 0) + 1)
  }
  const count = (is: (row: Row) => boolean) => users.filter(is).length
  return {
    users: users.length,
    isAll,
    alive: count(({ alive }) => alive),
    withoutPassword: count(({ has_password }) => !has_password),
    withoutAddress: count(({ email }) => email === null || email === ''),
    unparsable,
    shared: [...sharing.values()].reduce((sum, one) => sum + (one > 1 ? one : 0), 0),
    upperCase: count(({ email }) => email !== null && email !== email.toLowerCase()),
  }
}

async function readUsers(database: Database, map: AccountMap, most: number): Promise<Row[]> {
  const { users, password } = map
  const of = partsOfMap(map, await describeAccounts(database, map))
  // Not a join: of the several rows of a user, one has the password.
  const hasPassword =
    password.table === undefined
      ? of.hasPassword
      : sql<boolean>`exists (select from ${tableSql(password.table)} as p where ${of.joined} and ${of.hasPassword})`
  const db = database.kysely as unknown as Dynamic
  const rows = await db
    .selectFrom(tableSql(users.table).as('u'))
    .select([
      of.email.as('email'),
      sql<boolean>`coalesce(${of.isAlive}, false)`.as('alive'),
      hasPassword.as('has_password'),
    ])
    .limit(most)
    .execute()
  return rows as Row[]
}
