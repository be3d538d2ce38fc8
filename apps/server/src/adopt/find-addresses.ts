import { parseEmailAddress } from '@latchkey/core'
import type { ApplicationTable } from '@latchkey/db'
import { type Look, values } from './look.ts'
import { addressNames, otherAddresses, plainly, signInNames } from './names.ts'
import { type Column, columnsLike, isText } from './tables.ts'

export type FoundAddress = {
  column: Column
  /** `false`: the name says it, and no row is there to confirm it. */
  isConfirmed: boolean
  /** Other columns that hold addresses just as well, where no name decides. */
  rivals: readonly string[]
}

/**
 * The column of addresses of a table: by its name, by the sign-in name, and where none fits by what it contains.
 *
 * @param given the name of the column, if somebody says it.
 */
export async function findAddress(
  table: ApplicationTable,
  look: Look,
  given?: string,
): Promise<FoundAddress | undefined> {
  const texts = table.columns.filter(isText)
  const asked = texts.find(({ name }) => name === given)
  if (asked) return { column: asked, isConfirmed: true, rivals: [] }
  const named = [
    ...addressNames.flatMap((names) => columnsLike(table, names).filter(isText)),
    ...texts.filter(
      ({ name }) => /e?mail/.test(plainly(name)) && !otherAddresses.test(plainly(name)),
    ),
  ]
  const rows = await look(
    table,
    texts.map(({ name }) => name),
  )
  const share = (column: Column) => shareOfAddresses(values(rows, column.name))
  for (const column of named) {
    const found = share(column)
    if (found === undefined || found >= 0.8) {
      return { column, isConfirmed: found !== undefined, rivals: [] }
    }
  }
  const full = texts.filter((column) => (share(column) ?? 0) >= 0.9)
  const signIn = full.filter(({ name }) => signInNames.test(plainly(name)))
  const [best, ...rivals] = signIn.length > 0 ? signIn : full
  return best && { column: best, isConfirmed: true, rivals: rivals.map(({ name }) => name) }
}

/** `undefined`: no value is there. */
function shareOfAddresses(found: readonly string[]): number | undefined {
  const filled = found.filter((value) => value !== '')
  if (filled.length === 0) return undefined
  return (
    filled.filter((value) => parseEmailAddress(value.trim()) !== undefined).length / filled.length
  )
}
