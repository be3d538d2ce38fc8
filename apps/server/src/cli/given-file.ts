import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import type { Readable } from 'node:stream'
import { codeOfError, unreadable } from '../config/unreadable.ts'
import { CommandFailed, type Terminal } from './terminal.ts'

/** A file that a command was given; `-` is standard input. */
export type GivenFile = {
  /** As people call it. */
  name: string
  input: Readable
}

/**
 * Opened before a command does anything, so that a wrong path costs nothing.
 *
 * @throws CommandFailed
 */
export async function openGiven(path: string, terminal: Pick<Terminal, 'input'>) {
  if (path === '-') return { name: 'Standard input', input: terminal.input() }
  const input = createReadStream(path)
  await new Promise<void>((resolve, reject) => {
    input.once('ready', resolve)
    input.once('error', (error) => {
      reject(new CommandFailed(`${path} ${unreadable(codeOfError(error))}. Nothing was done.`))
    })
  })
  return { name: path, input } satisfies GivenFile
}

/** Enough of its beginning to tell what a file is. */
const LOOKED_AT = 512

const UTF_16 =
  'is written in UTF-16, as the > of Windows PowerShell does. Nothing was done; save it as UTF-8.'
const NO_TEXT = 'is not a text file: it has NUL bytes. Nothing was done.'

/** By its byte order mark, or because most characters are ASCII and one of their two bytes is NUL. */
function isUtf16(head: Buffer): boolean {
  const mark = head.subarray(0, 2).toString('hex')
  if (mark === 'fffe' || mark === 'feff') return true
  const nulsAt = (place: 0 | 1) => head.filter((byte, n) => byte === 0 && n % 2 === place).length
  const [first, second] = [nulsAt(0), nulsAt(1)]
  return Math.min(first, second) === 0 && Math.max(first, second) > head.length / 4
}

/**
 * The lines of the file with their numbers, from 1, without the empty ones. It may be of any size.
 *
 * @throws CommandFailed if it has none, cannot be read, or is no text in UTF-8. Single bytes that are not UTF-8 are U+FFFD in a line.
 */
export async function* linesIn(
  { name, input }: GivenFile,
  signal?: AbortSignal,
): AsyncGenerator<{ line: number; text: string }> {
  let line = 0
  let isEmpty = true
  try {
    const read = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY, signal })
    let head = Buffer.alloc(0)
    input.once('data', (chunk: string | Buffer) => {
      head = Buffer.from(chunk).subarray(0, LOOKED_AT)
    })
    for await (const raw of read) {
      line += 1
      const text = line === 1 ? raw.replace(/^\uFEFF/, '') : raw
      if (line === 1 && (head.includes(0) || isUtf16(head))) {
        throw new CommandFailed(`${name} ${isUtf16(head) ? UTF_16 : NO_TEXT}`)
      }
      if (text.trim() === '') continue
      isEmpty = false
      yield { line, text }
    }
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) {
      throw new CommandFailed(`${name} ${unreadable(codeOfError(error))}.`)
    }
    throw error
  }
  if (isEmpty && !signal?.aborted) {
    throw new CommandFailed(`${name} has no lines, so nothing was done.`)
  }
}
