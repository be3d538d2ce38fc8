// The only global used beyond the language: it maps a domain to ASCII in the same way in Node and in browsers.
// Declared here, so that no platform's types are needed.
declare const URL: new (url: string) => { readonly hostname: string }

declare const parsed: unique symbol

/**
 * An email address that {@link parseEmailAddress} accepted.
 *
 * `registered` is what the person typed, trimmed. It is shown, and email is sent to its local part. `canonical` is what
 * accounts are found by: ASCII letters in lower case, the domain in its ASCII form.
 */
export type EmailAddress = {
  readonly registered: string
  readonly canonical: string
  readonly [parsed]: true
}

const LONGEST_INPUT = 320
const LONGEST_ADDRESS = 254
const LONGEST_LOCAL_PART = 64
const LONGEST_DOMAIN = 253

// Besides control, format and space: invisible characters, which domain mapping would drop silently.
const unusableCharacter = /[\p{C}\p{Z}\s\p{Default_Ignorable_Code_Point}]/u
const dotAtom = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
// Refused before the mapping below, because WHATWG mapping silently rewrites many other characters.
const domainBeforeMapping = /^[\p{L}\p{M}\p{N}.-]+$/u
const asciiLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * The only way to make an address, shared by requests, sign-in and registration.
 *
 * Accepts one ASCII dot-atom local part and one domain (internationalised domains in either spelling). Refuses
 * lists, comments, quotes, groups, display names, control, format and bidirectional characters. Plus tags and dots are
 * kept, because they may belong to different people.
 *
 * @returns `undefined` for anything that is not exactly one such address
 * @see RFC 5321 §4.1.2 (dot-atom, lengths in octets), UTS #46 (domain mapping)
 */
export function parseEmailAddress(raw: string): EmailAddress | undefined {
  if (raw.length > LONGEST_INPUT || !raw.isWellFormed()) return undefined
  const typed = trimAsciiSpace(raw)
  if (unusableCharacter.test(typed)) return undefined

  const parts = typed.split('@')
  const [local, domain] = parts
  if (parts.length !== 2 || !local || !domain) return undefined
  if (local.length > LONGEST_LOCAL_PART || !dotAtom.test(local)) return undefined

  const asciiDomain = toAsciiDomain(domain)
  if (asciiDomain === undefined) return undefined
  if (local.length + 1 + asciiDomain.length > LONGEST_ADDRESS) return undefined

  return brand(typed, `${lowerAscii(local)}@${asciiDomain}`)
}

/** Rebuilds an address from the two columns it was stored in. For stores only. */
export function storedEmailAddress(registered: string, canonical: string): EmailAddress {
  return brand(registered, canonical)
}

/** What goes into the envelope: the local part as registered (it may be case-sensitive) at the ASCII domain. */
export function deliveryAddress(address: EmailAddress): string {
  const local = address.registered.slice(0, address.registered.lastIndexOf('@'))
  return `${local}@${domainOf(address.canonical)}`
}

/** The part after the last `@`. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}

/** For logs: the first letter and the domain, `a…@example.test`. */
export function mask(address: EmailAddress): string {
  return address.canonical.replace(/^(.)[^@]*/, '$1…')
}

function brand(registered: string, canonical: string): EmailAddress {
  return { registered, canonical } as EmailAddress
}

// Not line breaks: forms never send them, so one is an attempt to inject a header.
function trimAsciiSpace(text: string): string {
  return text.replace(/^[\t ]+/, '').replace(/[\t ]+$/, '')
}

// `toLowerCase` on other scripts would merge different people: the Kelvin sign becomes a plain k.
function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

function toAsciiDomain(domain: string): string | undefined {
  if (!domainBeforeMapping.test(domain)) return undefined
  const mapped = mapDomain(domain)
  if (mapped === undefined || mapped.length > LONGEST_DOMAIN) return undefined
  const labels = mapped.split('.')
  const top = labels.at(-1) ?? ''
  if (labels.length < 2 || /^\d+$/.test(top)) return undefined
  return labels.every((label) => asciiLabel.test(label)) ? mapped : undefined
}

function mapDomain(domain: string): string | undefined {
  try {
    return new URL(`http://${domain}`).hostname
  } catch {
    return undefined
  }
}
