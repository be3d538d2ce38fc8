import { createInterface } from 'node:readline/promises'
import type { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse/sync'

/** One line of an import: its fields by name, or why it cannot be read. */
export type ImportLine = { line: number } & Fields

type Fields = { fields: Record<string, unknown> } | { fields: undefined; problem: string }

export const importFormats = ['csv', 'ndjson'] as const
export type ImportFormat = (typeof importFormats)[number]

const LONGEST_LINE = 16_384

/**
 * Reads while it is asked for, so a file may be of any size. Every line is read by itself, in CSV too, where no field of
 * an account has a line break: a quotation mark that is missing costs one line and not the rest of the file.
 */
export async function* linesOf(input: Readable, format: ImportFormat): AsyncGenerator<ImportLine> {
  const read = format === 'csv' ? csvReader() : fieldsIn
  let line = 0
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1
    const plain = line === 1 ? text.replace(/^\uFEFF/, '') : text
    if (plain.trim() === '') continue
    const found = plain.length > LONGEST_LINE ? tooLong : read(plain)
    if (found) yield { line, ...found }
  }
}

const tooLong = refused(`it is longer than ${LONGEST_LINE} characters`)

function refused(problem: string) {
  return { fields: undefined, problem }
}

/** The first line names the fields. */
function csvReader(): (text: string) => Fields | undefined {
  let header: readonly string[] | undefined
  return (text) => {
    try {
      const [cells = []] = parse(text, { trim: true }) as string[][]
      if (!header) {
        header = cells.map((name) => name.toLowerCase())
        return undefined
      }
      if (cells.length !== header.length) {
        return refused(`it has ${cells.length} fields, and the header has ${header.length}`)
      }
      return { fields: Object.fromEntries(header.map((name, n) => [name, cells[n]])) }
    } catch (error) {
      header ??= []
      return refused(csvProblem(error))
    }
  }
}

function csvProblem(error: unknown): string {
  if (!(error instanceof CsvError)) throw error
  return error.code === 'CSV_QUOTE_NOT_CLOSED'
    ? 'a quotation mark is not closed'
    : 'a quotation mark is in the wrong place'
}

function fieldsIn(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { fields: value as Record<string, unknown> }
      : refused('it is no JSON object')
  } catch {
    return refused('it is no JSON')
  }
}
