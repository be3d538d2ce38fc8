import {
  describeAddressProblem,
  type EmailAddress,
  readEmailAddress,
  tidyEmailAddress,
} from '@latchkey/core'
import { isOneLine, LONGEST_REASON, saysSomething } from '@latchkey/operator'
import { InvalidArgumentError, Option } from 'commander'
import { CommandFailed } from './terminal.ts'

export function addressGiven(typed: string): EmailAddress {
  const read = readEmailAddress(typed)
  if (read.ok) return read.address
  const left = tidyEmailAddress(typed)
  const advice = readEmailAddress(left).ok ? ` Write it as ${left}` : ''
  throw new CommandFailed(
    `"${printable(typed)}" cannot be used as an email address: ${describeAddressProblem(read)}.${advice}`,
  )
}

/** Text that is shown in a terminal: what cannot be seen there is written as \u{200b}. */
export function printable(text: string): string {
  return text
    .slice(0, 320)
    .replace(
      /(?! )[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu,
      (hidden) => `\\u{${hidden.codePointAt(0)?.toString(16)}}`,
    )
}

export { isId } from '../operator/subject.ts'

/** Why an operator acts. The operators' page has the same limit. */
export function reasonOption(about: string): Option {
  return new Option('--reason <text>', about).argParser((typed) => lineGiven(typed, LONGEST_REASON))
}

/** A name or a reason, as the audit trail and events hold it: one line that says something. */
export function lineGiven(typed: string, longest: number): string {
  const text = typed.trim()
  if (!saysSomething(text)) throw new InvalidArgumentError('It must say something.')
  if (!isOneLine(text)) {
    throw new InvalidArgumentError('It must be one line, without control characters.')
  }
  if (text.length > longest) {
    throw new InvalidArgumentError(`It must have at most ${longest} characters.`)
  }
  return text
}

export function countGiven(typed: string): number {
  const count = Number(typed)
  if (Number.isInteger(count) && count >= 1 && count <= 10_000) return count
  throw new InvalidArgumentError('It must be a number from 1 to 10000.')
}
