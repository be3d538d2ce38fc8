import {
  describeAddressProblem,
  type EmailAddress,
  readEmailAddress,
  tidyEmailAddress,
} from '@latchkey/core'
import { InvalidArgumentError } from 'commander'
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
function printable(text: string): string {
  return text
    .slice(0, 320)
    .replace(
      /(?! )[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu,
      (hidden) => `\\u{${hidden.codePointAt(0)?.toString(16)}}`,
    )
}

export { isId } from '../operator/subject.ts'

export function countGiven(typed: string): number {
  const count = Number(typed)
  if (Number.isInteger(count) && count >= 1 && count <= 10_000) return count
  throw new InvalidArgumentError('It must be a number from 1 to 10000.')
}
