import { describeAddressProblem, type EmailAddress, readEmailAddress } from '@latchkey/core'
import type { AddressStory, Operator } from '@latchkey/db'
import { isOneLine } from '@latchkey/operator'

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

export function isId(typed: string): boolean {
  return uuid.test(typed)
}

/** Also with the wide sign of Japanese keyboards, so that an address that is refused is called one. */
export function looksLikeAddress(typed: string): boolean {
  return /[@\uff20]/.test(typed)
}

export const NEITHER = 'this is neither an address nor the id of a request or an account'

/** What an operator typed to find somebody. */
export type Subject =
  | { kind: 'address'; address: EmailAddress }
  /** Of a request or of an account. */
  | { kind: 'id'; id: string }
  /** Of an application, whose ids may be any text. */
  | { kind: 'account'; accountId: string }
  | { kind: 'invalid'; problem: string }

export function readSubject(typed: string): Subject {
  if (isId(typed)) return { kind: 'id', id: typed.toLowerCase() }
  if (!looksLikeAddress(typed)) {
    return isOneLine(typed)
      ? { kind: 'account', accountId: typed }
      : { kind: 'invalid', problem: NEITHER }
  }
  const read = readEmailAddress(typed)
  return read.ok
    ? { kind: 'address', address: read.address }
    : { kind: 'invalid', problem: describeAddressProblem(read) }
}

/** Whom an operator looks for: exactly one address, one request or one account. */
export type FoundSubject =
  | { kind: 'address'; address: EmailAddress }
  | { kind: 'request'; requestId: string; address: EmailAddress; story: AddressStory }
  | { kind: 'account'; accountId: string; address: EmailAddress | undefined }
  /** `id`: it could be one of a request. */
  | { kind: 'none'; id: string | undefined }
  | { kind: 'invalid'; problem: string }

export async function findSubject(
  operator: Pick<Operator, 'findRequests' | 'findOwnedAddress'>,
  typed: string,
): Promise<FoundSubject> {
  const subject = readSubject(typed)
  if (subject.kind === 'invalid' || subject.kind === 'address') return subject
  if (subject.kind === 'id') {
    const requestId = subject.id
    const story = await operator.findRequests({ requestId })
    const address = story?.requests[0]?.address
    if (story && address) return { kind: 'request', requestId, address, story }
  }
  // As it was typed: an application may tell capitals apart.
  const account = await operator.findOwnedAddress(typed)
  if (account) return { kind: 'account', ...account }
  return { kind: 'none', id: subject.kind === 'id' ? subject.id : undefined }
}
