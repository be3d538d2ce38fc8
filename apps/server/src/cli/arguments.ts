import { type EmailAddress, parseEmailAddress } from '@latchkey/core'
import { CommandFailed } from './terminal.ts'

export function addressGiven(typed: string): EmailAddress {
  const address = parseEmailAddress(typed)
  if (!address) throw new CommandFailed(`"${typed}" is not an email address.`)
  return address
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

export function isId(typed: string): boolean {
  return uuid.test(typed)
}
