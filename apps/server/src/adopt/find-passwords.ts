import type { Application, ApplicationTable, PasswordPart } from '@latchkey/db'
import { type Recognition, recogniseStored } from '@latchkey/server/parts/passwords'
import type { Look } from './look.ts'
import { algorithmNames, hashNames, passwordNames, plainly, saltNames } from './names.ts'
import { columnsLike, isText } from './tables.ts'

export type PasswordColumns = { hash: string } & { [part in PasswordPart]?: string }

/** Columns that hold passwords, or by their names should. */
export type FoundPassword = {
  table: ApplicationTable
  columns: PasswordColumns
  recognition: Recognition
}

/**
 * Finds the columns of passwords: by their names first. Where no name says it, by what the columns contain: a format of
 * passwords is like nothing else.
 */
export async function findPasswords({ tables }: Application, look: Look): Promise<FoundPassword[]> {
  const named: FoundPassword[] = []
  for (const table of tables) {
    for (const columns of namedColumns(table)) {
      const found = await recognised(table, columns, look)
      if (found) named.push(found)
    }
  }
  if (named.some(isKnown)) return named
  const byContent: FoundPassword[] = []
  for (const table of tables) {
    const found = await searchContent(table, look)
    if (found) byContent.push(found)
  }
  return byContent.length > 0 ? byContent : named
}

/** Some of the samples have a format that Latchkey writes. */
export function isKnown({ recognition }: FoundPassword): boolean {
  return recognition.formats.length > 0
}

function namedColumns(table: ApplicationTable): PasswordColumns[] {
  const salt = columnsLike(table, saltNames).find(isText)?.name
  const ofPasswords = /passw|credential/.test(plainly(table.name))
  const hashes = table.columns.filter(
    (column) =>
      isText(column) &&
      (passwordNames.test(plainly(column.name)) ||
        ((salt !== undefined || ofPasswords) && hashNames.test(plainly(column.name)))),
  )
  // A table with two columns of passwords: what they contain decides.
  return hashes.map(({ name }) => withOthers(table, name))
}

function withOthers(table: ApplicationTable, hash: string): PasswordColumns {
  const salt = columnsLike(table, saltNames).find(isText)?.name
  const algorithm = columnsLike(table, algorithmNames).find(isText)?.name
  return {
    hash,
    ...(salt !== undefined && salt !== hash && { salt }),
    ...(salt !== undefined && algorithm !== undefined && algorithm !== hash && { algorithm }),
  }
}

async function recognised(
  table: ApplicationTable,
  columns: PasswordColumns,
  look: Look,
): Promise<FoundPassword | undefined> {
  const rows = await look(table, Object.values(columns))
  const recognition = recogniseStored(rows.map((row) => partsOf(row, columns)))
  const found = { table, columns: filledOf(columns, rows), recognition }
  if (isKnown(found) || columns.salt === undefined) return found
  // The salt may be left over from a format of before.
  const alone = recogniseStored(rows.map((row) => ({ hash: row[columns.hash] ?? null })))
  return alone.formats.length > 0
    ? { table, columns: { hash: columns.hash }, recognition: alone }
    : found
}

/** Without the columns of a salt that nobody has. */
function filledOf(columns: PasswordColumns, rows: Rows): PasswordColumns {
  if (rows.every((row) => !row[columns.hash])) return columns
  const filled = Object.entries(columns).filter(([, name]) => rows.some((row) => row[name]))
  return { ...Object.fromEntries(filled), hash: columns.hash }
}

type Rows = Awaited<ReturnType<Look>>

function partsOf(row: Readonly<Record<string, string | null>>, columns: PasswordColumns) {
  return Object.fromEntries(
    Object.entries(columns).map(([part, column]) => [part, row[column] ?? null]),
  )
}

/** A column of texts of which half or more are passwords in a format that is known. */
async function searchContent(
  table: ApplicationTable,
  look: Look,
): Promise<FoundPassword | undefined> {
  const texts = table.columns.filter(isText).map(({ name }) => name)
  const rows = await look(table, texts)
  let best: FoundPassword | undefined
  for (const hash of texts) {
    const recognition = recogniseStored(rows.map((row) => ({ hash: row[hash] ?? null })))
    const share = recognition.formats.reduce((sum, one) => sum + one.share, 0)
    if (share < 0.5) continue
    if (!best || recognition.passwords > best.recognition.passwords) {
      best = { table, columns: { hash }, recognition }
    }
  }
  return best
}
