import { count } from '@latchkey/operator'
import { CsvError, parse } from 'csv-parse/sync'
import { type GivenFile, linesIn } from './given-file.ts'
import { headerProblem } from './imported-account.ts'
import { CommandFailed } from './terminal.ts'

/** One line of an import: its fields by name, or why it cannot be read. */
export type ImportLine = { line: number } & Fields

type Fields = { fields: Record<string, unknown> } | { fields: undefined; problem: string }

export const importFormats = ['csv', 'ndjson'] as const
export type ImportFormat = (typeof importFormats)[number]

const LONGEST_LINE = 16_384

/**
 * Reads while it is asked for, so a file may be of any size. Every line is read by itself, in CSV too, where no field of
 * an account has a line break: a quotation mark that is missing costs one line and not the rest of the file.
 *
 * @throws CommandFailed if the header is wrong: every line would be.
 */
export async function* linesOf(file: GivenFile, format: ImportFormat): AsyncGenerator<ImportLine> {
  const read = format === 'csv' ? csvReader(file.name) : fieldsIn
  for await (const { line, text } of linesIn(file)) {
    const found = read(text)
    if (found) yield { line, ...found }
  }
}

function lineProblem(text: string): string | undefined {
  if (text.length > LONGEST_LINE) return `it is longer than ${LONGEST_LINE} characters`
  // What the decoder writes for a byte that is none of UTF-8.
  return text.includes('\uFFFD') ? 'it contains bytes that are not UTF-8' : undefined
}

function refused(problem: string) {
  return { fields: undefined, problem }
}

/** The first line names the fields. */
function csvReader(name: string): (text: string) => Fields | undefined {
  let header: readonly string[] | undefined
  return (text) => {
    const cells = cellsIn(text)
    if (!header) {
      const names = Array.isArray(cells) ? cells.map((one) => one.toLowerCase()) : []
      const problem = Array.isArray(cells) ? headerProblem(names) : cells.problem
      if (problem !== undefined) {
        throw new CommandFailed(`The header of ${name} is wrong: ${problem}. Nothing was added.`)
      }
      header = names
      return undefined
    }
    const problem = lineProblem(text)
    if (problem !== undefined) return refused(problem)
    if (!Array.isArray(cells)) return refused(cells.problem)
    if (cells.length !== header.length) {
      return refused(
        `it has ${count(cells.length, 'field', 'fields')}, and the header has ${header.length}`,
      )
    }
    return { fields: Object.fromEntries(header.map((one, n) => [one, cells[n]])) }
  }
}

function cellsIn(text: string): string[] | { problem: string } {
  try {
    const [cells = []] = parse(text, { trim: true }) as string[][]
    return cells
  } catch (error) {
    return { problem: csvProblem(error) }
  }
}

function csvProblem(error: unknown): string {
  if (!(error instanceof CsvError)) throw error
  return error.code === 'CSV_QUOTE_NOT_CLOSED'
    ? 'a quotation mark is not closed'
    : 'a quotation mark is in the wrong place'
}

function fieldsIn(text: string): Fields {
  const problem = lineProblem(text)
  if (problem !== undefined) return refused(problem)
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { fields: value as Record<string, unknown> }
      : refused('it is no JSON object')
  } catch {
    return refused('it is no JSON')
  }
}
