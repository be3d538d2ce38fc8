import { type RawBuilder, sql } from 'kysely'
import type { CatalogueColumn } from '../check/catalogue.ts'
import {
  type Condition,
  type Conditions,
  type PasswordColumn,
  tableName,
  type Written,
} from '../map/account-map.ts'

/* The words of a map as SQL. Names are identifiers and values are literals: nothing of a map is ever SQL itself. */

type Sql = RawBuilder<unknown>

export function tableSql(table: string): RawBuilder<Record<string, unknown>> {
  const { schema, name } = tableName(table)
  return sql`${sql.id(schema, name)}`
}

export function columnSql(alias: string, name: string): Sql {
  return sql`${sql.id(alias, name)}`
}

/** The type of a column, for casts on our side. A domain is cast to what is below it. */
export function typeSql({ base, baseSchema }: CatalogueColumn): Sql {
  return baseSchema === 'pg_catalog' ? sql`${sql.id(base)}` : sql`${sql.id(baseSchema, base)}`
}

type Scalar = string | number | boolean | null

/** A literal without a type, which takes that of the column it is compared with or written to. */
function literal(value: Scalar): Sql {
  return value === null ? sql`null` : sql`${sql.lit(String(value))}`
}

const times = new Set(['timestamptz', 'timestamp', 'date'])

/** The database's clock in the type of a column. A time without a zone is UTC by convention. */
function nowIn({ base }: Pick<CatalogueColumn, 'base'>, unit?: 's' | 'ms'): Sql {
  if (base === 'timestamptz') return sql`clock_timestamp()`
  if (times.has(base)) return sql`(clock_timestamp() at time zone 'UTC')`
  const factor = unit === 'ms' ? 1000 : 1
  return sql`(extract(epoch from clock_timestamp()) * ${sql.lit(factor)})::bigint`
}

export function conditionSql(
  column: Sql,
  type: CatalogueColumn,
  is: Condition,
): RawBuilder<boolean> {
  if (is === null) return sql`${column} is null`
  if (typeof is !== 'object') return sql`${column} = ${literal(is)}`
  if ('not' in is) return sql`${column} is distinct from ${literal(is.not)}`
  if ('in' in is) {
    const values = is.in.filter((value) => value !== null).map(literal)
    const among =
      values.length > 0 ? sql<boolean>`${column} in (${sql.join(values)})` : sql<boolean>`false`
    return is.in.includes(null) ? sql`(${among} or ${column} is null)` : among
  }
  if ('like' in is) return sql`${column} like ${literal(is.like)}`
  if ('notLike' in is) return sql`(${column} like ${literal(is.notLike)}) is not true`
  const now = nowIn(type)
  if ('past' in is) return sql`${column} <= ${now}`
  if ('future' in is) return sql`${column} > ${now}`
  return sql`(${column} > ${now}) is not true`
}

export function conditionsSql(
  alias: string,
  conditions: Conditions,
  typeOf: (column: string) => CatalogueColumn,
): RawBuilder<boolean> {
  const all = Object.entries(conditions).map(([name, is]) =>
    conditionSql(columnSql(alias, name), typeOf(name), is),
  )
  return all.length === 0 ? sql`true` : sql`(${sql.join(all, sql` and `)})`
}

/** A random UUID has 122 random bits in 32 digits. */
const uuidDigits = sql`replace(gen_random_uuid()::text, '-', '')`

function writtenSql(column: Sql, type: CatalogueColumn, value: Written): Sql {
  if (value === 'now') return nowIn(type)
  if (value === null || typeof value !== 'object') return literal(value)
  if ('now' in value) return nowIn(type, value.now)
  if ('increment' in value) return sql`coalesce(${column}, 0) + ${sql.lit(value.increment)}`
  if ('random' in value) {
    const uuids = Array.from({ length: Math.ceil(value.random / 32) }, () => uuidDigits)
    return sql`left(${sql.join(uuids, sql` || `)}, ${sql.lit(value.random)})`
  }
  if ('uuid' in value) {
    return type.base === 'uuid' ? sql`gen_random_uuid()` : sql`gen_random_uuid()::text`
  }
  return sql`coalesce(${column}, ${nowIn(type)})`
}

export function assignments(
  alias: string,
  written: Readonly<Record<string, Written>>,
  typeOf: (column: string) => CatalogueColumn,
): Sql[] {
  return Object.entries(written).map(
    ([name, value]) =>
      sql`${sql.id(name)} = ${writtenSql(columnSql(alias, name), typeOf(name), value)}`,
  )
}

/** The text of one part of a stored password. */
export function passwordSql(alias: string, part: PasswordColumn): RawBuilder<string | null> {
  if (typeof part === 'string') return sql<string | null>`${columnSql(alias, part)}::text`
  return sql<string | null>`(${columnSql(alias, part.column)}::jsonb #>> ${path(part.path)})`
}

/** Assigns the text of one part, which leaves the rest of a JSON column as it is. */
export function passwordAssignment(
  alias: string,
  { part, type }: { part: PasswordColumn; type: CatalogueColumn },
  text: Sql,
): Sql {
  if (typeof part === 'string') return sql`${sql.id(part)} = ${text}`
  const changed = sql`jsonb_set(${columnSql(alias, part.column)}::jsonb, ${path(part.path)}, to_jsonb(${text}), true)`
  return sql`${sql.id(part.column)} = ${type.base === 'json' ? sql`${changed}::json` : changed}`
}

function path(names: readonly string[]): Sql {
  return sql`array[${sql.join(names.map((name) => sql.lit(name)))}]::text[]`
}

/** A value as text that depends on no setting of the connection. */
export function plainText(column: Sql, { base }: CatalogueColumn): Sql {
  if (base === 'timestamptz' || base === 'timestamp')
    return sql`extract(epoch from ${column})::text`
  return sql`${column}::text`
}
