import { type AliasedExpression, type RawBuilder, sql } from 'kysely'
import type { Placeholder } from './prepared.ts'

/** The column types whose values are `Value`s. */
type ColumnType<Value> = [Value] extends [string]
  ? 'text' | 'uuid'
  : [Value] extends [number]
    ? 'smallint' | 'integer' | 'bigint' | 'double precision'
    : [Value] extends [boolean]
      ? 'boolean'
      : [Value] extends [Date]
        ? 'timestamptz'
        : [Value] extends [Uint8Array]
          ? 'bytea'
          : [Value] extends [readonly Uint8Array[]]
            ? 'bytea[]'
            : [Value] extends [readonly number[]]
              ? 'integer[]'
              : [Value] extends [readonly string[]]
                ? 'text[]'
                : 'jsonb'

/** A column type for each property of `Row`. */
export type ColumnTypes<Row> = {
  readonly [Name in keyof Row]-?: ColumnType<NonNullable<Row[Name]>>
}

/**
 * Rows for a statement, as many as there are, in one parameter:
 *
 *   db.selectFrom(rows('ticket', p.tickets, { digest: 'bytea', minutes: 'integer' })).selectAll()
 *
 * A statement is planned when it is first used, often while its tables are empty, and a join that suits an empty table
 * goes through a full one row by row. So a statement that joins these rows leaves the planner no choice: it finds each
 * row of a table by its key, `= any(…)` or in a lateral subquery that ends with `offset 0` (`byKey`).
 */
export function rows<Row extends object, Alias extends string>(
  alias: Alias,
  placeholder: Placeholder<readonly Row[]>,
  columns: ColumnTypes<Row>,
): AliasedExpression<Row, Alias> {
  const types = Object.entries<string>(columns)
  const bytes = types.filter(([, type]) => type.startsWith('bytea')).map(([name]) => name)
  const encode = (values: readonly Row[]) =>
    JSON.stringify(values.map((row) => withHex(row, bytes)))
  const list = types.map(([name, type]) => sql`${sql.ref(name)} ${sql.raw(type)}`)
  return sql<Row>`jsonb_to_recordset(${placeholder.encodedBy(encode)}::jsonb)`.as<Alias>(
    sql`${sql.ref(alias)}(${sql.join(list)})`,
  )
}

/** One JSON document as a parameter. */
export function json<Value>(placeholder: Placeholder<Value>): RawBuilder<Value> {
  return sql<Value>`${placeholder.encodedBy((value) => JSON.stringify(value))}::jsonb`
}

function withHex(row: object, names: readonly string[]): object {
  if (names.length === 0) return row
  const encoded: Record<string, unknown> = { ...row }
  for (const name of names) {
    const value = encoded[name]
    encoded[name] = Array.isArray(value) ? value.map(hexOf) : hexOf(value)
  }
  return encoded
}

function hexOf(value: unknown): unknown {
  return value instanceof Uint8Array ? hex(value) : value
}

/** Bytes inside JSON, as PostgreSQL reads them. */
export function hex(value: Uint8Array): string {
  return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`
}
