import { parseEmailAddress } from '@latchkey/core'
import type { ApplicationTable } from '@latchkey/db'
import { type Look, values } from './look.ts'
import { addressNames, otherAddresses, plainly, signInNames } from './names.ts'
import { type Column, columnsLike, isText, isUnique } from './tables.ts'

export type FoundAddress = {
  column: Column
  /** `false`: the name says it, and no row is there to confirm it. */
  isConfirmed: boolean
  /** Other columns that hold addresses, and not the same ones. */
  others: string[]
  /** Those among all columns with addresses that could be it just as well, because no name decides. */
  rivals: string[]
}

/** The column of addresses of a table: by its name, by the sign-in name, and where none fits by what it contains. */
export async function findAddress(
  table: ApplicationTable,
  look: Look,
  given?: string,
): Promise<FoundAddress | undefined> {
  const texts = table.columns.filter(isText)
  const asked = texts.find(({ name }) => name === given)
  if (asked) return { column: asked, isConfirmed: true, others: [], rivals: [] }
  const rows = await look(
    table,
    texts.map(({ name }) => name),
  )
  const shares = new Map(texts.map((one) => [one, shareOfAddresses(values(rows, one.name))]))
  const isMostly = (least: number) => (one: Column) => (shares.get(one) ?? 0) >= least
  const isPlausible = (one: Column) => (shares.get(one) ?? 1) >= 0.5

  const [exact, ...ofSomething] = [addressNames.slice(0, -1), addressNames.slice(-1)].map((names) =>
    names.flatMap((name) => columnsLike(table, name).filter(isText)).filter(isPlausible),
  )
  const usual = texts.filter(({ name }) => !otherAddresses.test(plainly(name)))
  const further = [
    ...ofSomething.flat(),
    ...columnsLike(table, signInNames).filter(isText).filter(isMostly(0.9)),
    ...usual.filter(({ name }) => /e?mail/.test(plainly(name))).filter(isPlausible),
    ...usual.filter(isMostly(0.9)),
  ].toSorted((a, b) => Number(isUnique(table, b.name)) - Number(isUnique(table, a.name)))
  const [column] = [...(exact ?? []), ...further]
  if (column === undefined) return undefined
  const others = usual.filter(
    (one) =>
      isMostly(0.8)(one) && rows.some((row) => row[one.name] && row[one.name] !== row[column.name]),
  )
  return {
    column,
    isConfirmed: shares.get(column) !== undefined,
    others: others.flatMap(({ name }) => (name === column.name ? [] : [name])),
    rivals: namesDecide(column) ? [] : usual.filter(isMostly(0.8)).map(({ name }) => name),
  }
}

function namesDecide({ name }: Column): boolean {
  const plain = plainly(name)
  return (
    addressNames.some((names) => names.test(plain)) ||
    /e?mail/.test(plain) ||
    signInNames.test(plain)
  )
}

/** `undefined`: no value is there. */
function shareOfAddresses(found: readonly string[]): number | undefined {
  const filled = found.filter((value) => value !== '')
  if (filled.length === 0) return undefined
  return (
    filled.filter((value) => parseEmailAddress(value.trim()) !== undefined).length / filled.length
  )
}
