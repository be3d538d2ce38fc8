import type { Application, ApplicationTable } from '@latchkey/db'
import { plainly } from './names.ts'

/* Questions about the tables of an application that several files have. */

export type Column = ApplicationTable['columns'][number]

const texts = new Set(['text', 'varchar', 'bpchar', 'citext', 'name'])
const integers = new Set(['int2', 'int4', 'int8'])
const times = new Set(['timestamptz', 'timestamp', 'date'])

export const isText = ({ base }: Column) => texts.has(base)
export const isInteger = ({ base }: Column) => integers.has(base)
export const isTime = ({ base }: Column) => times.has(base)
export const isBoolean = ({ base }: Column) => base === 'bool'
export const isJson = ({ base }: Column) => base === 'json' || base === 'jsonb'

/** `undefined`: the table has no such column. */
export function columnOf(table: ApplicationTable, name: string): Column | undefined {
  return table.columns.find((one) => one.name === name)
}

/** Columns whose plain name fits. */
export function columnsLike(table: ApplicationTable, names: RegExp): Column[] {
  return table.columns.filter(({ name }) => names.test(plainly(name)))
}

export function tableOf({ tables }: Application, table: string): ApplicationTable | undefined {
  return tables.find((one) => one.table === table)
}

/** Whether no two rows have the same value in this column. */
export function isUnique(table: ApplicationTable, name: string): boolean {
  const number = columnOf(table, name)?.number
  return (
    (table.primaryKey.length === 1 && table.primaryKey[0] === name) ||
    table.indexes.some(
      ({ columns, isUnique, isWhole }) =>
        isUnique && isWhole && columns.length === 1 && columns[0] === number,
    )
  )
}

/** Whether a search for one value of this column has an index. */
export function hasIndex(table: ApplicationTable, name: string): boolean {
  const number = columnOf(table, name)?.number
  return table.indexes.some(({ columns, isWhole }) => isWhole && columns[0] === number)
}

/** The one column that says which row it is. `undefined`: several do together, or none. */
export function keyOf(table: ApplicationTable): string | undefined {
  const [only, ...more] = table.primaryKey
  if (only !== undefined && more.length === 0) return only
  return table.columns.find(({ name, notNull }) => notNull && isUnique(table, name))?.name
}

/** A column whose highest values are usually of the newest rows. */
export function newestBy(table: ApplicationTable): string | undefined {
  const made = columnsLike(
    table,
    /^(?:created|inserted|registered|joined|datejoined|added|signup)(?:at|on|date|time)?$|^(?:createdate|createat|datecreated)$/,
  ).find((column) => isTime(column) || isInteger(column))
  // Sorting by a column without an index takes as long as reading the table.
  if (made && (table.rows < 100_000 || hasIndex(table, made.name))) return made.name
  return keyOf(table)
}
