import { parseEmailAddress } from '@latchkey/core'
import type { ApplicationTable } from '@latchkey/db'
import { type Look, values } from './look.ts'
import { addressNames, otherAddresses, plainly, signInNames } from './names.ts'
import { type Column, columnsLike, isText } from './tables.ts'

export type FoundAddress = {
  column: Column
  /** `false`: the name says it, and no row is there to confirm it. */
  isConfirmed: boolean
}

/** The column of addresses of a table: by its name, by the sign-in name, and where none fits by what it contains. */
export async function findAddress(
  table: ApplicationTable,
  look: Look,
): Promise<FoundAddress | undefined> {
  const texts = table.columns.filter(isText)
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
    if (found === undefined || found >= 0.8) return { column, isConfirmed: found !== undefined }
  }
  const signIn = columnsLike(table, signInNames).filter(isText)
  const others = texts.filter(
    (one) => !signIn.includes(one) && !otherAddresses.test(plainly(one.name)),
  )
  const [best] = [...signIn, ...others].filter((column) => (share(column) ?? 0) >= 0.9)
  return best && { column: best, isConfirmed: true }
}

/** `undefined`: no value is there. */
function shareOfAddresses(found: readonly string[]): number | undefined {
  const filled = found.filter((value) => value !== '')
  if (filled.length === 0) return undefined
  return (
    filled.filter((value) => parseEmailAddress(value.trim()) !== undefined).length / filled.length
  )
}
