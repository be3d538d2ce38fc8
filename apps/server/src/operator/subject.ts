import { describeAddressProblem, type EmailAddress, readEmailAddress } from '@latchkey/core'

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

export function isId(typed: string): boolean {
  return uuid.test(typed)
}

/** Whom an operator looks for: exactly one address, or one request. */
export type Subject =
  | { kind: 'address'; address: EmailAddress }
  | { kind: 'request'; requestId: string }
  | { kind: 'invalid'; problem: string }

export function readSubject(typed: string): Subject {
  if (isId(typed)) return { kind: 'request', requestId: typed.toLowerCase() }
  const read = readEmailAddress(typed)
  return read.ok
    ? { kind: 'address', address: read.address }
    : { kind: 'invalid', problem: describeAddressProblem(read) }
}
