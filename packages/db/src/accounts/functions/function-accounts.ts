import { type Expression, type RawBuilder, sql } from 'kysely'
import { type AccountQuery, type AccountTable, type Builder, on } from '../account-table.ts'
import type { AccountFunctions } from '../map/account-functions.ts'
import { undoCheckJob } from '../mapped/undo-check-job.ts'
import { newEpoch, newRevisions, revisionOf } from '../revisions.ts'
import type { HostFunction } from './host-functions.ts'

/*
 * Accounts that functions of the application's database reach. The spend is one statement with them too.
 *
 * Its snapshot is older than the lock that `host_lock` may wait for, and that is no harm: `host_lock` is volatile, so
 * what it reads after the lock is the newest that was committed, as a row lock of our own would read it. `host_change`
 * is called for a row of `spent`, so never before the guard was true, and it compares the version again.
 */

/** @see AccountTable */
export function functionAccounts(map: AccountFunctions): AccountTable {
  const { functions: schema, password } = map
  const call = (name: HostFunction['name'], ...values: Expression<unknown>[]) =>
    sql<object>`${sql.id(schema, name)}(${sql.join(values)})`
  const id = sql`a.id`
  const column = <Type>(name: string) => sql<Type>`${sql.id('a', name)}`

  function rows(builder: Builder, found: RawBuilder<object>): AccountQuery {
    return on(builder)
      .selectFrom(found.as('a'))
      .select([
        column<string>('id').as('id'),
        column<string | null>('email').as('email'),
        sql<string | null>`null::text`.as('email_canonical'),
        sql<
          'active' | 'disabled'
        >`case when ${column('alive')} then 'active' else 'disabled' end`.as('status'),
        sql<boolean>`coalesce(${column('has_password')}, false)`.as('has_password'),
        column<string | null>('locale').as('locale'),
        sql<string>`${column('version')} || ':' || ${revisionOf(builder, id)}`.as('version'),
      ]) as unknown as AccountQuery
  }

  const inOrder = (addresses: Expression<unknown>) =>
    sql<object>`${call('host_rows', addresses)} with ordinality`

  /** With the version that `host_change` compares, which has no revision of ours. */
  function locked(builder: Builder, found: RawBuilder<object>): AccountQuery {
    return rows(builder, found)
      .select(column('version').as('expected') as never)
      .where(sql<boolean>`${column('alive')} and ${column('has_password')}` as never)
  }

  return {
    kind: 'functions',
    written: [
      `${schema}.host_change`,
      ...(map.tables.length > 0 ? [`(${map.tables.join(', ')})`] : []),
    ].join(' '),
    duplicates: map.duplicates,
    among: (builder, spellings) => rows(builder, inOrder(sql`${spellings}::text[]`)),
    byId: (builder, given) => rows(builder, call('host_row', sql`${given}::text`)),
    byAddress: (builder, { canonical, unicode }) =>
      rows(
        builder,
        inOrder(sql`array_remove(array[${canonical}, ${unicode}]::text[], null)`),
      ).orderBy(sql`a.ordinality` as never),
    locked: (builder, given) => locked(builder, call('host_lock', sql`${given}::text`)),
    lockedMany: (builder, ids) =>
      locked(
        builder,
        sql<object>`(select distinct id from unnest(${ids}::text[]) one (id) order by id) one
          cross join lateral ${call('host_lock', sql`one.id`)}`,
      ),
    change: (_builder, stored) => {
      const parts =
        password.parts.length === 1
          ? sql`jsonb_build_object('hash', ${stored}::text)`
          : sql`${stored}::jsonb`
      const expected = sql`(select owner.expected from owner where owner.id = spent.account_id)`
      return sql`(select spent.account_id as id, clock_timestamp() as password_changed_at
        from spent cross join lateral ${call('host_change', sql`spent.account_id`, expected, parts)} as is_changed
        where is_changed)`
    },
    besides: (builder) => [
      undoCheckJob(builder, 'expected'),
      ...(map.sessions.some(({ because }) => because === 'epoch')
        ? [{ name: 'epoch', part: newEpoch }]
        : []),
    ],
    mustWrite: ['changed'],
    effects: [{ cte: 'changed', table: `${schema}.host_change`, what: 'calls', columns: [] }],
    stored: undefined,
    // The whole version, because no row can be seen. Where it is that of before, the password is too.
    passwordDigest: (builder, given) =>
      on(builder)
        .selectFrom(call('host_row', sql`${given}::text`).as('a'))
        .select(column<string | null>('version').as('digest')),
    newVersions: newRevisions,
  }
}
