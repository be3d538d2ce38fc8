import { type AddressProblem, readEmailAddress, tidyEmailAddress } from '@latchkey/api'
import type { FieldError } from './parts/field.tsx'
import type { Localized } from './wording.ts'

export { tidyEmailAddress } from '@latchkey/api'
export { suggestedAddress } from './address-suggestion.ts'

/* What pages know about addresses. It is a chunk of its own, for use-address-check.ts. */

const problemTexts: Record<AddressProblem, (character: string) => Localized> = {
  missing: () => (t) => t('email.missing'),
  'hidden-character': (character) => (t) => t('email.hidden', { character }),
  'full-width': () => (t) => t('email.malformed'),
  wrapped: () => (t) => t('email.malformed'),
  'no-at': () => (t) => t('email.malformed'),
  several: () => (t) => t('email.malformed'),
  space: () => (t) => t('email.space'),
  'local-missing': () => (t) => t('email.malformed'),
  'local-not-ascii': () => (t) => t('email.localNotAscii'),
  'local-unsupported': () => (t) => t('email.localUnsupported'),
  'too-long': () => (t) => t('email.tooLong'),
  'domain-missing': () => (t) => t('email.malformed'),
  'domain-is-ip': () => (t) => t('email.domainInvalid'),
  'domain-without-dot': () => (t) => t('email.domainWithoutDot'),
  'domain-invalid': () => (t) => t('email.domainInvalid'),
}

/** What is wrong with an address that {@link tidyEmailAddress} has left, by the rules that the server has too. */
function emailError(email: string): FieldError | undefined {
  const read = readEmailAddress(email)
  return read.ok ? undefined : { text: problemTexts[read.problem](read.character ?? '') }
}

/**
 * The address to send. If it is not what the field shows, it is shown first, and sent at the next try.
 *
 * @param show puts a text into the field
 */
export function addressToSend(
  shown: string,
  show: (address: string) => void,
): { address: string; error: FieldError | undefined } {
  const address = tidyEmailAddress(shown)
  if (address === shown.trim()) return { address, error: emailError(address) }
  show(address)
  return { address, error: emailError(address) ?? { text: (t) => t('email.tidied') } }
}
