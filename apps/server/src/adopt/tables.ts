import type { Application, ApplicationTable } from '@latchkey/db'
import { inWords, plainly } from './names.ts'

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

/** Whether the plain name of a column fits, also without what most columns of the table begin with: `usr_active`. */
export function isLike(
  table: ApplicationTable,
  { name }: { name: string },
  names: RegExp,
): boolean {
  if (names.test(plainly(name))) return true
  const [first, ...more] = inWords(name).split('_')
  const alike = table.columns.filter((other) => inWords(other.name).split('_')[0] === first)
  return alike.length * 2 > table.columns.length && alike.length > 2 && names.test(more.join(''))
}

/** Columns whose name fits. */
export function columnsLike(table: ApplicationTable, names: RegExp): Column[] {
  return table.columns.filter((column) => isLike(table, column, names))
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
function hasIndex(table: ApplicationTable, name: string): boolean {
  const number = columnOf(table, name)?.number
  return table.indexes.some(({ columns, isWhole }) => isWhole && columns[0] === number)
}

/** Columns of which each says by itself which row it is, the primary key first. */
export function keysOf(table: ApplicationTable): string[] {
  const unique = table.columns.filter(({ name, notNull }) => notNull && isUnique(table, name))
  const [first, ...more] = table.primaryKey
  const isPrimary = (name: string) => more.length === 0 && name === first
  const names = unique.map(({ name }) => name)
  const keys = [...names.filter(isPrimary), ...names.filter((name) => !isPrimary(name))]
  // The key of a partitioned table has the column of the partitions in it.
  const parts = table.kind === 'p' && more.length > 0 ? table.primaryKey : []
  return [...keys, ...parts.filter((name) => isLike(table, { name }, /^(?:u?u?id|userid)$/))]
}

export function keyOf(table: ApplicationTable): string | undefined {
  return keysOf(table)[0]
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
