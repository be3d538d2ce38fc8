import { type Kysely, sql } from 'kysely'
import type { Database } from '../../connection/database.ts'
import { asUnavailable } from '../../connection/unavailable.ts'
import type { AccountMap, PasswordPart } from '../map/account-map.ts'
import { describeAccounts } from '../mapped/mapped-tables.ts'
import { conditionsSql, passwordSql, tableSql } from '../mapped/sql-of-map.ts'

/** What the columns of one user hold. */
export type SampledPassword = { [part in PasswordPart]?: string | null }

type Dynamic = Kysely<Record<string, Record<string, unknown>>>

/**
 * The stored passwords of the users with the highest ids, which are usually the newest. They are for recognising the
 * format, and never shown.
 */
export async function samplePasswords(
  database: Database,
  map: AccountMap,
  most: number,
): Promise<SampledPassword[]> {
  const { users, password } = map
  const { table = users.table } = password
  const tables = await asUnavailable(() => describeAccounts(database, map))
  const db = database.kysely as unknown as Dynamic
  const from = password.table === undefined ? 'u' : 'p'
  const parts = Object.entries(password.columns).flatMap(([part, column]) =>
    column === undefined ? [] : [passwordSql(from, column).as(part)],
  )
  const keys = Object.values(password.join ?? {}).map((name) => sql.id('u', name).as(name))
  const newest = db
    .selectFrom(tableSql(users.table).as('u'))
    .orderBy(sql`${sql.id('u', users.id)} desc`)
  const rows =
    password.table === undefined
      ? newest.select(parts).limit(most)
      : db
          // Some of them have a password elsewhere.
          .selectFrom(
            newest
              .select(keys)
              .limit(5 * most)
              .as('u'),
          )
          .innerJoin(tableSql(table).as('p'), (join) =>
            Object.entries(password.join ?? {}).reduce(
              (on, [theirs, ours]) =>
                on.on(sql<boolean>`${sql.id('p', theirs)}::text = ${sql.id('u', ours)}::text`),
              join,
            ),
          )
          .select(parts)
          .where(conditionsSql('p', password.where, (name) => tables.column(table, name)))
          .limit(most)
  return asUnavailable(async () => (await rows.execute()) as SampledPassword[])
}
