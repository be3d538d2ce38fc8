import { type Expression, type RawBuilder, sql } from 'kysely'
import {
  type AccountQuery,
  type AccountTable,
  type Builder,
  type Effect,
  on,
  type StatementPart,
} from '../account-table.ts'
import type { AccountMap } from '../map/account-map.ts'
import { columnOf } from '../map/map-rules.ts'
import { newEpoch, newRevisions, revisionOf } from '../revisions.ts'
import { addressIs } from './address-match.ts'
import type { MappedTables } from './mapped-tables.ts'
import { partsOfMap } from './parts-of-map.ts'
import {
  assignments,
  columnSql,
  conditionsSql,
  passwordSql,
  tableSql,
  typeSql,
} from './sql-of-map.ts'
import { undoCheckJob } from './undo-check-job.ts'

type Sql = RawBuilder<unknown>

/* Accounts in the table of an application. */

/** @see AccountTable */
export function mappedAccounts(map: AccountMap, tables: MappedTables): AccountTable {
  const { users, password } = map
  const of = partsOfMap(map, tables)
  const { id, isAlive, joins, ofUsers, p, parts, passwordTable, touchesUsers, usersAreTouched } = of
  const typedId = (given: Expression<unknown>) => sql`${given}::${typeSql(ofUsers(users.id))}`

  /** Rows that are locked cannot be those of an outer join. */
  function tablesOf(builder: Builder, join: 'leftJoin' | 'innerJoin') {
    const ofUsersAlone = on(builder).selectFrom(sql<object>`${tableSql(users.table)}`.as('u'))
    if (password.table === undefined) return ofUsersAlone
    const apart = sql<object>`${tableSql(password.table)}`.as('p')
    const withPassword =
      join === 'leftJoin'
        ? ofUsersAlone.leftJoin(apart, (on) => on.on(of.joined))
        : ofUsersAlone.innerJoin(apart, (on) => on.on(of.joined))
    return withPassword as unknown as typeof ofUsersAlone
  }

  function rows(builder: Builder, join: 'leftJoin' | 'innerJoin' = 'leftJoin'): AccountQuery {
    return tablesOf(builder, join).select([
      sql<string>`${id}::text`.as('id'),
      of.email.as('email'),
      sql<string | null>`null::text`.as('email_canonical'),
      sql<'active' | 'disabled'>`case when ${isAlive} then 'active' else 'disabled' end`.as(
        'status',
      ),
      of.hasPassword.as('has_password'),
      of.locale.as('locale'),
      sql<string>`${of.digest} || ':' || ${revisionOf(builder, id)}`.as('version'),
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
        of.passwordDigest.as('password_digest'),
        ...joins.map(([, ours], n) => sql`${columnSql('u', ours)}`.as(`join_${n}`)),
      ] as never)
      .where(sql<boolean>`${isAlive}` as never)
      .forNoKeyUpdate() as unknown as AccountQuery
  }

  const ofSpent = (column: string) =>
    sql`(select owner.${sql.ref(column)} from owner, spent where spent.account_id = owner.id)`
  const ofChanged = (column: string) =>
    sql`(select owner.${sql.ref(column)} from owner, changed where changed.id = owner.id)`

  function change(stored: Expression<string>): Sql {
    const textOf = (part: string) =>
      parts.length === 1 ? sql`${stored}::text` : sql`(${stored}::jsonb ->> ${sql.lit(part)})`
    const row =
      password.table === undefined
        ? sql`${id} = ${ofSpent('key')}`
        : sql.join(
            [
              ...joins.map(
                ([theirs], n) => sql`${columnSql('p', theirs)} = ${ofSpent(`join_${n}`)}`,
              ),
              of.ofPasswordRow,
            ],
            sql` and `,
          )
    return sql`(update ${tableSql(passwordTable)} as ${sql.id(p)} set ${sql.join(of.written(textOf))}
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

  const touched: StatementPart = {
    name: 'touched',
    part: sql<object>`(update ${tableSql(users.table)} as u set ${sql.join(assignments('u', touchesUsers, ofUsers))}
      where ${id} = ${ofChanged('key')} returning 1 as touched)`,
  }

  return {
    kind: 'mapped',
    written: [...new Set([passwordTable, users.table])].join(', '),
    duplicates: map.duplicates,
    among: (builder) => rows(builder),
    byId: (builder, given) => rows(builder).where(sql<boolean>`${id} = ${typedId(given)}` as never),
    byAddress: (builder, { canonical, unicode }) =>
      rows(builder)
        .where(addressIs(users, ofUsers, sql`array[${canonical}, ${unicode}]::text[]`) as never)
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
      undoCheckJob(builder, 'password_digest'),
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
        .select(of.passwordDigest.as('digest'))
        .where(sql<boolean>`${id} = ${typedId(given)}`),
    mustWrite: usersAreTouched ? ['changed', 'touched'] : ['changed'],
    newVersions: newRevisions,
  }
}
