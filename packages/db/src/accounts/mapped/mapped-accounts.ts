import { type Expression, type RawBuilder, sql } from 'kysely'
import { insertJobs } from '../../queue/insert-job.ts'
import {
  type AccountQuery,
  type AccountTable,
  type Builder,
  type Effect,
  on,
  type StatementPart,
} from '../account-table.ts'
import type { CatalogueColumn } from '../check/catalogue.ts'
import { type AccountMap, type PasswordColumn, passwordParts } from '../map/account-map.ts'
import { columnOf } from '../map/map-rules.ts'
import { newRevisions, revisionOf } from '../revisions.ts'
import { addressIs } from './address-match.ts'
import type { MappedTables } from './mapped-tables.ts'
import {
  assignments,
  columnSql,
  conditionSql,
  conditionsSql,
  passwordAssignment,
  passwordSql,
  plainText,
  tableSql,
  typeSql,
} from './sql-of-map.ts'

type Sql = RawBuilder<unknown>

/*
 * Accounts in the table of an application. `u` is a row of its users, `p` the row of the password, which is the same one
 * unless the map names a second table.
 */

/** @see AccountTable */
export function mappedAccounts(map: AccountMap, tables: MappedTables): AccountTable {
  const { users, password } = map
  const ofUsers = (name: string) => tables.column(users.table, name)
  const passwordTable = password.table ?? users.table
  const ofPassword = (name: string) => tables.column(passwordTable, name)
  const p = password.table === undefined ? 'u' : 'p'
  const joins = Object.entries(password.join ?? {})
  const parts = passwordParts.flatMap((part): { part: string; column: PasswordColumn }[] => {
    const column = password.columns[part]
    return column === undefined ? [] : [{ part, column }]
  })

  const id = columnSql('u', users.id)
  const isAlive = conditionsSql('u', users.alive, ofUsers)
  const typedId = (given: Expression<unknown>) => sql`${given}::${typeSql(ofUsers(users.id))}`

  const joined = sql.join(
    [
      ...joins.map(([theirs, ours]) => sql`${columnSql('p', theirs)} = ${columnSql('u', ours)}`),
      conditionsSql('p', password.where, ofPassword),
    ],
    sql` and `,
  )
  const hasPassword = sql.join(
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
  )

  const storedPassword = parts.map(({ column }) => passwordSql(p, column))
  const guarded = digestOf([
    ...storedPassword,
    plainText(columnSql('u', users.email), ofUsers(users.email)),
    ...map.epoch.map((name) => plainText(columnSql('u', name), ofUsers(name))),
  ])
  // Not the version: an application may write the old password back and leave what else the version covers as it is.
  const passwordDigest = digestOf(storedPassword)
  /** Rows that are locked cannot be those of an outer join. */
  function tablesOf(builder: Builder, join: 'leftJoin' | 'innerJoin') {
    const ofUsersAlone = on(builder).selectFrom(sql<object>`${tableSql(users.table)}`.as('u'))
    if (password.table === undefined) return ofUsersAlone
    const apart = sql<object>`${tableSql(password.table)}`.as('p')
    const withPassword =
      join === 'leftJoin'
        ? ofUsersAlone.leftJoin(apart, (on) => on.on(sql<boolean>`${joined}`))
        : ofUsersAlone.innerJoin(apart, (on) => on.on(sql<boolean>`${joined}`))
    return withPassword as unknown as typeof ofUsersAlone
  }

  function rows(builder: Builder, join: 'leftJoin' | 'innerJoin' = 'leftJoin'): AccountQuery {
    return tablesOf(builder, join).select([
      sql<string>`${id}::text`.as('id'),
      sql<string | null>`${columnSql('u', users.email)}::text`.as('email'),
      sql<string | null>`null::text`.as('email_canonical'),
      sql<'active' | 'disabled'>`case when ${isAlive} then 'active' else 'disabled' end`.as(
        'status',
      ),
      sql<boolean>`coalesce(${hasPassword}, false)`.as('has_password'),
      (users.locale
        ? sql<string | null>`${columnSql('u', users.locale)}::text`
        : sql<string | null>`null::text`
      ).as('locale'),
      sql<string>`${guarded} || ':' || ${revisionOf(builder, id)}`.as('version'),
    ]) as unknown as AccountQuery
  }

  /**
   * With the keys that later parts of the statement find the rows by, in the types of the tables, and with what the
   * undo check compares.
   */
  function lockedRows(builder: Builder): AccountQuery {
    return rows(builder, 'innerJoin')
      .select([
        sql`${id}`.as('key'),
        sql`${passwordDigest}`.as('password_digest'),
        ...joins.map(([, ours], n) => sql`${columnSql('u', ours)}`.as(`join_${n}`)),
      ] as never)
      .where(sql<boolean>`${isAlive}` as never)
      .forNoKeyUpdate() as unknown as AccountQuery
  }

  const ofSpent = (column: string) =>
    sql`(select owner.${sql.ref(column)} from owner, spent where spent.account_id = owner.id)`
  const ofChanged = (column: string) =>
    sql`(select owner.${sql.ref(column)} from owner, changed where changed.id = owner.id)`

  const touchesUsers = {
    ...map.onChange,
    ...(users.verified?.setOnChange && { [users.verified.column]: { keepOrNow: true } as const }),
  }

  function change(stored: Expression<string>): Sql {
    const textOf = (part: string) =>
      parts.length === 1 ? sql`${stored}::text` : sql`(${stored}::jsonb ->> ${sql.lit(part)})`
    const own = parts.map(({ part, column }) =>
      passwordAssignment(p, { part: column, type: ofPassword(columnOf(column)) }, textOf(part)),
    )
    const besides =
      password.table === undefined
        ? assignments('u', touchesUsers, ofUsers)
        : assignments('p', password.onChange, ofPassword)
    const row =
      password.table === undefined
        ? sql`${id} = ${ofSpent('key')}`
        : sql.join(
            [
              ...joins.map(
                ([theirs], n) => sql`${columnSql('p', theirs)} = ${ofSpent(`join_${n}`)}`,
              ),
              conditionsSql('p', password.where, ofPassword),
            ],
            sql` and `,
          )
    return sql`(update ${tableSql(passwordTable)} as ${sql.id(p)} set ${sql.join([...own, ...besides])}
      where ${row}
      returning (select account_id from spent) as id, clock_timestamp() as password_changed_at)`
  }

  function sessionParts(): StatementPart[] {
    return map.sessions.flatMap((entry, n): StatementPart[] => {
      if ('because' in entry) {
        if (entry.because !== 'epoch') return []
        return [{ name: 'epoch', part: newEpoch }]
      }
      const table = 'delete' in entry ? entry.delete : entry.update
      const typeOf = (name: string) => tables.column(table, name)
      const whose =
        'byEmail' in entry
          ? sql`${columnSql('s', entry.byEmail)} = ${ofChanged('email')}`
          : sql`${columnSql('s', entry.by)} = ${ofChanged('id')}::${typeSql(typeOf(entry.by))}`
      const rows = sql`${whose} and ${conditionsSql('s', entry.where, typeOf)}`
      const part =
        'delete' in entry
          ? sql<object>`(delete from ${tableSql(table)} as s where ${rows} returning 1 as ended)`
          : sql<object>`(update ${tableSql(table)} as s set ${sql.join(assignments('s', entry.set, typeOf))} where ${rows} returning 1 as ended)`
      return [{ name: `ended_${n}`, part }]
    })
  }

  function effects(): Effect[] {
    const own = parts.map(({ column }) => columnOf(column))
    const touchedColumns = Object.keys(touchesUsers)
    const apart = password.table !== undefined
    const changed: Effect = {
      ...{ cte: 'changed', table: passwordTable, what: 'updates' },
      columns: [...own, ...(apart ? Object.keys(password.onChange) : touchedColumns)],
    }
    return [
      changed,
      ...(usersAreTouched
        ? [
            {
              cte: 'touched',
              table: users.table,
              what: 'updates',
              columns: touchedColumns,
            } as const,
          ]
        : []),
      ...map.sessions.flatMap((entry, n): Effect[] => {
        if ('because' in entry) return []
        const cte = `ended_${n}`
        return 'delete' in entry
          ? [{ cte, table: entry.delete, what: 'deletes', columns: [] }]
          : [{ cte, table: entry.update, what: 'updates', columns: Object.keys(entry.set) }]
      }),
    ]
  }

  const usersAreTouched = password.table !== undefined && Object.keys(touchesUsers).length > 0
  const touched: StatementPart = {
    name: 'touched',
    part: sql<object>`(update ${tableSql(users.table)} as u set ${sql.join(assignments('u', touchesUsers, ofUsers))}
      where ${id} = ${ofChanged('key')} returning 1 as touched)`,
  }

  return {
    kind: 'mapped',
    written: [...new Set([passwordTable, users.table])].join(', '),
    duplicates: map.duplicates,
    all: (builder) => rows(builder),
    byId: (builder, given) => rows(builder).where(sql<boolean>`${id} = ${typedId(given)}` as never),
    byAddress: (builder, { canonical, unicode }) =>
      rows(builder)
        .where(addressIs(users, ofUsers, sql`${canonical}, ${unicode}`) as never)
        .orderBy(sql`${id}` as never, 'desc'),
    locked: (builder, given) =>
      lockedRows(builder).where(sql<boolean>`${id} = ${typedId(given)}` as never),
    lockedMany: (builder, ids) =>
      lockedRows(builder)
        .where(sql<boolean>`${id} = any(${ids}::${typeSql(ofUsers(users.id))}[])` as never)
        .orderBy(sql`${id}` as never),
    change: (_builder, stored) =>
      change(stored) as RawBuilder<{ id: string; password_changed_at: Date }>,
    besides: (builder) => [
      ...(usersAreTouched ? [touched] : []),
      ...sessionParts(),
      undoCheckJob(builder),
    ],
    effects: effects(),
    stored: (builder, given) =>
      tablesOf(builder, 'innerJoin')
        .select(
          parts.length === 1
            ? sql<string | null>`${passwordSql(p, password.columns.hash)}`.as('stored')
            : sql<string | null>`json_build_object(${sql.join(
                parts.flatMap(({ part, column }) => [sql.lit(part), passwordSql(p, column)]),
              )})::text`.as('stored'),
        )
        .where(sql<boolean>`${id} = ${typedId(given)}`),
    passwordDigest: (builder, given) =>
      tablesOf(builder, 'innerJoin')
        .select(sql<string | null>`${passwordDigest}`.as('digest'))
        .where(sql<boolean>`${id} = ${typedId(given)}`),
    mustWrite: usersAreTouched ? ['changed', 'touched'] : ['changed'],
    newVersions: newRevisions,
  }
}

/** For applications that compare it with what their sessions contain. */
const newEpoch = sql<object>`(insert into credential_epoch (account_id) select id from changed
  on conflict (account_id) do update set epoch = credential_epoch.epoch + 1, changed_at = clock_timestamp()
  returning epoch)`

/** Each with its length, so that no two rows have the same text. */
function digestOf(texts: readonly Sql[]): Sql {
  const parts = texts.map((text) => sql`coalesce(octet_length(${text}) || ':' || ${text}, '-')`)
  return sql`encode(sha256(convert_to(${sql.join(parts, sql` || `)}, 'UTF8')), 'hex')`
}

/** In the transaction of the change, so that it exists if and only if the change does. */
function undoCheckJob(builder: Builder): StatementPart {
  // Without a password before, there is none that could be written back.
  const remembered = sql<{ accountId: string; before: string }>`(
    select owner.id as "accountId", owner.password_digest as before from owner, changed
    where owner.id = changed.id and owner.has_password)`
  return {
    name: 'undo_check',
    part: insertJobs(
      on(builder),
      'undo-check',
      remembered.as('job'),
    ) as unknown as Expression<object>,
  }
}
