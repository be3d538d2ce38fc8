import { parseEmailAddress } from '@latchkey/core'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../../connection/database.ts'
import { asUnavailable } from '../../connection/unavailable.ts'
import type { AccountMap } from '../map/account-map.ts'
import { columnOf } from '../map/map-rules.ts'
import { describeAccounts } from '../mapped/mapped-tables.ts'
import { conditionSql, conditionsSql, passwordSql, tableSql } from '../mapped/sql-of-map.ts'

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
  const tables = await describeAccounts(database, map)
  const { table = users.table } = password
  const p = password.table === undefined ? 'u' : 'p'
  const hash = passwordSql(p, password.columns.hash)
  const { hash: usable } = password.usable
  const type = { ...tables.column(table, columnOf(password.columns.hash)), base: 'text' }
  const isUsable =
    usable === undefined
      ? sql`${hash} is not null`
      : sql`${hash} is not null and ${conditionSql(hash, type, usable)}`
  // Not a join: of the several rows of a user, one has the password.
  const hasPassword =
    password.table === undefined
      ? isUsable
      : sql`exists (select from ${tableSql(table)} as p where ${sql.join(
          [
            ...Object.entries(password.join ?? {}).map(
              ([theirs, ours]) => sql`${sql.id('p', theirs)} = ${sql.id('u', ours)}`,
            ),
            conditionsSql('p', password.where, (name) => tables.column(table, name)),
            isUsable,
          ],
          sql` and `,
        )})`
  const db = database.kysely as unknown as Dynamic
  const rows = await db
    .selectFrom(tableSql(users.table).as('u'))
    .select([
      sql<string | null>`${sql.id('u', users.email)}::text`.as('email'),
      sql<boolean>`coalesce(${conditionsSql('u', users.alive, (name) => tables.column(users.table, name))}, false)`.as(
        'alive',
      ),
      sql<boolean>`coalesce(${hasPassword}, false)`.as('has_password'),
    ])
    .limit(most)
    .execute()
  return rows as Row[]
}
