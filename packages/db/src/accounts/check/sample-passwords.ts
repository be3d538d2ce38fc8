import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Database } from '../../connection/database.ts'
import { asUnavailable } from '../../connection/unavailable.ts'
import {
  type AccountMap,
  type PasswordColumn,
  type PasswordPart,
  tableName,
} from '../map/account-map.ts'

/** What the columns of one user hold. */
export type SampledPassword = { [part in PasswordPart]?: string | null }

type Dynamic = Kysely<Record<string, Record<string, unknown>>>

/**
 * The stored passwords of the users with the highest ids, which are usually the newest. They are for recognising the
 * format, and never shown.
 */
export async function samplePasswords(
  { kysely }: Database,
  { users, password }: AccountMap,
  most: number,
): Promise<SampledPassword[]> {
  const db = kysely as unknown as Dynamic
  const parts = Object.entries(password.columns).flatMap(([part, column]) =>
    column === undefined ? [] : [textOf(column).as(part)],
  )
  const keys = Object.values(password.join ?? {}).map((name) => sql.id('u', name).as(name))
  const newest = db
    .selectFrom(relation(users.table).as('u'))
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
          .innerJoin(relation(password.table).as('p'), (join) =>
            Object.entries(password.join ?? {}).reduce(
              (on, [theirs, ours]) =>
                on.on(sql<boolean>`${sql.id('p', theirs)}::text = ${sql.id('u', ours)}::text`),
              join,
            ),
          )
          .select(parts)
          .where(only(password.where))
          .limit(most)
  return asUnavailable(async () => (await rows.execute()) as SampledPassword[])

  function textOf(column: PasswordColumn): RawBuilder<string | null> {
    const from = password.table === undefined ? 'u' : 'p'
    if (typeof column === 'string') return sql<string | null>`${sql.id(from, column)}::text`
    const path = sql.join(column.path.map((key) => sql`${key}::text`))
    return sql<string | null>`${sql.id(from, column.column)}::jsonb #>> array[${path}]`
  }
}

function relation(table: string): RawBuilder<Record<string, unknown>> {
  const { schema, name } = tableName(table)
  return sql.id(schema, name)
}

/** The conditions that are plain values. What others leave in looks like another format, at worst. */
function only(where: AccountMap['password']['where']): RawBuilder<boolean> {
  const conditions = Object.entries(where).flatMap(([column, is]) => {
    const at = sql.id('p', column)
    if (is === null) return [sql`${at} is null`]
    return typeof is === 'object' ? [] : [sql`${at}::text = ${String(is)}`]
  })
  return conditions.length === 0
    ? sql<boolean>`true`
    : sql<boolean>`${sql.join(conditions, sql` and `)}`
}
