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

/**
 * The lines of the file with their numbers, from 1, without the empty ones. It may be of any size.
 *
 * @throws CommandFailed if it has none, cannot be read, or is UTF-16. Other bytes that are not UTF-8 are U+FFFD in a line.
 */
export async function* linesIn(
  { name, input }: GivenFile,
  signal?: AbortSignal,
): AsyncGenerator<{ line: number; text: string }> {
  let line = 0
  let isEmpty = true
  try {
    const read = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY, signal })
    for await (const raw of read) {
      line += 1
      const text = line === 1 ? raw.replace(/^\uFEFF/, '') : raw
      if (line === 1 && text.includes('\0')) {
        throw new CommandFailed(
          `${name} is written in UTF-16, as the > of Windows PowerShell does. Nothing was done; save it as UTF-8.`,
        )
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
