import { type RawBuilder, sql } from 'kysely'
import type { CatalogueColumn } from '../check/catalogue.ts'
import { type AccountMap, type PasswordColumn, passwordParts } from '../map/account-map.ts'
import { columnOf } from '../map/map-rules.ts'
import type { MappedTables } from './mapped-tables.ts'
import {
  assignments,
  columnSql,
  conditionSql,
  conditionsSql,
  passwordAssignment,
  passwordSql,
  plainText,
} from './sql-of-map.ts'

type Sql = RawBuilder<unknown>

/**
 * What statements and functions on the tables of a map are made from. `u` is a row of its users, `p` the row of the
 * password, which is the same one unless the map names a second table.
 */
export function partsOfMap(map: AccountMap, tables: MappedTables) {
  const { users, password } = map
  const ofUsers = (name: string) => tables.column(users.table, name)
  const passwordTable = password.table ?? users.table
  const ofPassword = (name: string) => tables.column(passwordTable, name)
  const p = password.table === undefined ? 'u' : 'p'
  /** Columns of the second table, and those of the users that they equal. */
  const joins = Object.entries(password.join ?? {})
  const parts = passwordParts.flatMap((part): { part: string; column: PasswordColumn }[] => {
    const column = password.columns[part]
    return column === undefined ? [] : [{ part, column }]
  })
  const ofPasswordRow = conditionsSql('p', password.where, ofPassword)

  const hasPassword = sql<boolean>`coalesce(${sql.join(
    parts.flatMap(({ part, column }) => {
      const text = passwordSql(p, column)
      const usable = password.usable[part as keyof typeof password.usable]
      const isText: CatalogueColumn = { ...ofPassword(columnOf(column)), base: 'text' }
      return [
        ...(part === 'hash' ? [sql`${text} is not null`] : []),
        ...(usable === undefined ? [] : [conditionSql(text, isText, usable)]),
      ]
    }),
    sql` and `,
  )}, false)`

  const storedPassword = parts.map(({ column }) => passwordSql(p, column))
  const guarded = [
    ...storedPassword,
    plainText(columnSql('u', users.email), ofUsers(users.email)),
    ...map.epoch.map((name) => plainText(columnSql('u', name), ofUsers(name))),
  ]

  /** Written to the users besides the password. */
  const touchesUsers = {
    ...map.onChange,
    ...(users.verified?.setOnChange && { [users.verified.column]: { keepOrNow: true } as const }),
  }

  return {
    ofUsers,
    ofPassword,
    passwordTable,
    p,
    joins,
    parts,
    ofPasswordRow,
    hasPassword,
    touchesUsers,
    id: columnSql('u', users.id),
    email: sql<string | null>`${columnSql('u', users.email)}::text`,
    locale: users.locale
      ? sql<string | null>`${columnSql('u', users.locale)}::text`
      : sql<string | null>`null::text`,
    isAlive: conditionsSql('u', users.alive, ofUsers),
    joined: sql<boolean>`${sql.join(
      [
        ...joins.map(([theirs, ours]) => sql`${columnSql('p', theirs)} = ${columnSql('u', ours)}`),
        ofPasswordRow,
      ],
      sql` and `,
    )}`,
    digest: digestOf(guarded),
    // Not the version: an application may write the old password back and leave what else the version covers as it is.
    passwordDigest: digestOf(storedPassword),
    /**
     * What the row of the password gets.
     *
     * @param textOf the text of one part of the new password.
     */
    written: (textOf: (part: string) => Sql): Sql[] => [
      ...parts.map(({ part, column }) =>
        passwordAssignment(p, { part: column, type: ofPassword(columnOf(column)) }, textOf(part)),
      ),
      ...(password.table === undefined
        ? assignments('u', touchesUsers, ofUsers)
        : assignments('p', password.onChange, ofPassword)),
    ],
    /** The users are a table of their own, and get something too. */
    usersAreTouched: password.table !== undefined && Object.keys(touchesUsers).length > 0,
  }
}

/** Each with its length, so that no two rows have the same text. */
function digestOf(texts: readonly Sql[]): RawBuilder<string> {
  const parts = texts.map((text) => sql`coalesce(octet_length(${text}) || ':' || ${text}, '-')`)
  return sql<string>`encode(sha256(convert_to(${sql.join(parts, sql` || `)}, 'UTF8')), 'hex')`
}
