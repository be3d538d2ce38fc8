import type { AddressProblem, ReadAddress } from './email-address.ts'

/** Why a text is not an address that we use, for programmers and operators. Pages have their own texts. */
const words: Record<AddressProblem, string> = {
  missing: 'it is empty',
  'hidden-character': 'it contains an invisible character',
  'full-width': 'it has full-width characters; write it in ASCII',
  wrapped:
    'write the address alone, without a name, brackets, quotes or other characters around it',
  'no-at': 'it has no @',
  several: 'it has more than one @; write one address',
  space: 'it contains a space',
  'local-missing': 'nothing is before the @',
  'local-not-ascii': 'what is before the @ must be ASCII: letters, digits and signs of English',
  'local-unsupported':
    'what is before the @ is not supported: quotes, comments, other signs, and dots at an end or next to each other',
  'too-long':
    'it is too long: at most 64 characters before the @ and 254 in all, counted in its ASCII form',
  'domain-missing': 'nothing is behind the @',
  'domain-is-ip': 'an IP address behind the @ is not supported; it needs a domain',
  'domain-without-dot': 'the domain needs a dot, like example.com',
  'domain-invalid': 'what is behind the @ is not a domain name',
}

/** A clause without a full stop. It never repeats the text, except a hidden character by its number. */
export function describeAddressProblem(read: Extract<ReadAddress, { ok: false }>): string {
  const character = read.character === undefined ? '' : ` (${read.character})`
  return `${words[read.problem]}${character}`
}
