import { type Expression, sql } from 'kysely'
import { now } from '../statements/expressions.ts'
import { type AccountQuery, type AccountTable, type Builder, on } from './account-table.ts'

/** Accounts of our own. */
export const nativeAccounts: AccountTable = {
  kind: 'native',
  written: 'account',
  duplicates: 'refuse',
  among: (builder) => asQuery(accounts(builder)),
  byId: (builder, id) => asQuery(accounts(builder).where('u.id', '=', key(id))),
  byAddress: (builder, { canonical }) =>
    asQuery(accounts(builder).where('u.email_canonical', '=', canonical)),
  locked: (builder, id) => asQuery(active(builder).where('u.id', '=', key(id)).forNoKeyUpdate()),
  lockedMany: (builder, ids) =>
    asQuery(active(builder).where('u.id', '=', anyKey(ids)).orderBy('u.id').forNoKeyUpdate()),
  change: (builder, stored) =>
    on(builder)
      .updateTable('account')
      .set(({ eb }) => ({
        password_hash: stored,
        credential_version: eb('credential_version', '+', 1),
        password_changed_at: now,
      }))
      .where('id', '=', sql<string>`(select account_id::uuid from spent)`)
      .returning(({ cast }) => [cast<string>('id', 'text').as('id'), 'password_changed_at'])
      .$castTo<{ id: string; password_changed_at: Date }>() as unknown as Expression<{
      id: string
      password_changed_at: Date
    }>,
  besides: (builder) => [
    {
      name: 'ended',
      part: on(builder)
        .deleteFrom('session')
        .where('account_id', '=', sql<string>`(select id::uuid from changed)`)
        .returning('digest') as unknown as Expression<object>,
    },
  ],
  mustWrite: ['changed'],
  effects: [
    { cte: 'changed', table: 'account', what: 'updates', columns: ['password_hash'] },
    { cte: 'ended', table: 'session', what: 'deletes', columns: [] },
  ],
  stored: (builder, id) =>
    on(builder).selectFrom('account').select('password_hash as stored').where('id', '=', key(id)),
  passwordDigest: (builder, id) =>
    on(builder)
      .selectFrom('account')
      .select(
        sql<string | null>`encode(sha256(convert_to(password_hash, 'UTF8')), 'hex')`.as('digest'),
      )
      .where('id', '=', key(id)),
  newVersions: (builder, ids) =>
    on(builder)
      .updateTable('account')
      .set(({ eb }) => ({ credential_version: eb('credential_version', '+', 1) }))
      .where('id', '=', anyKey(ids))
      .returning('id') as unknown as Expression<object>,
}

function key(id: Expression<string | null>) {
  return sql<string>`${id}::uuid`
}

function anyKey(ids: Expression<string[]>) {
  return sql<string>`any(${ids}::uuid[])`
}

/** Without the table it is from, which the users of these parts do not know. */
function asQuery(query: object): AccountQuery {
  return query as AccountQuery
}

function accounts(builder: Builder) {
  return on(builder)
    .selectFrom('account as u')
    .select(({ cast, eb }) => [
      cast<string>('u.id', 'text').as('id'),
      'u.email',
      'u.email_canonical',
      'u.status',
      eb('u.password_hash', 'is not', null).$castTo<boolean>().as('has_password'),
      'u.locale',
      cast<string>('u.credential_version', 'text').as('version'),
    ])
}

function active(builder: Builder) {
  return accounts(builder).where('u.status', '=', 'active')
}
