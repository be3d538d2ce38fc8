import type { ApplicationTable } from '@latchkey/db'
import { peopleNames, plainly } from './names.ts'
import { type Column, columnOf, isText } from './tables.ts'

/** A column of another table that holds the id of a user. */
export type Reference = {
  column: string
  /** By a foreign key. Otherwise its name and type say so. */
  isDeclared: boolean
}

export function referenceTo(
  users: ApplicationTable,
  id: string,
  table: ApplicationTable,
): Reference | undefined {
  if (table.table === users.table) return undefined
  for (const { columns, table: to, to: keys } of table.foreignKeys) {
    const [column, ...more] = columns
    if (to === users.table && keys[0] === id && column !== undefined && more.length === 0) {
      return { column, isDeclared: true }
    }
  }
  if (table.schema !== users.schema) return undefined
  const type = columnOf(users, id)
  const named = table.columns.find(
    ({ name, ...column }) =>
      ownerNames(users, id).has(plainly(name)) && areAlike({ name, ...column }, type),
  )
  return named && { column: named.name, isDeclared: false }
}

/** How a column may be called that refers to a user: `userid`, `accountid`, `memberno`. */
function ownerNames(users: ApplicationTable, id: string): Set<string> {
  const whole = singular(plainly(users.name))
  const key = plainly(id)
  const names = [`${whole}id`, `${whole}${key}`, ...(key === 'id' ? [] : [key])]
  if (peopleNames.test(plainly(users.name))) names.push('userid', `user${key}`)
  return new Set(names.filter((name) => name !== 'id'))
}

export function singular(plain: string): string {
  if (plain === 'people') return 'person'
  if (plain.endsWith('ies')) return `${plain.slice(0, -3)}y`
  return plain.endsWith('s') && !plain.endsWith('ss') ? plain.slice(0, -1) : plain
}

function areAlike(column: Column, other: Column | undefined): boolean {
  if (other === undefined) return false
  const isNumber = ({ base }: Column) => /^(?:int[248]|numeric)$/.test(base)
  return (
    column.base === other.base ||
    (isNumber(column) && isNumber(other)) ||
    (isText(column) && isText(other))
  )
}
