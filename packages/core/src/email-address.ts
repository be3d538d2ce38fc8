import { foldWidth, tidyEmailAddress } from './tidy-email-address.ts'

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

/** Why a text is not an address that we use, by kind. */
export const addressProblems = [
  'missing',
  'hidden-character',
  'full-width',
  'wrapped',
  'no-at',
  'several',
  'space',
  'local-missing',
  'local-not-ascii',
  'local-unsupported',
  'too-long',
  'domain-missing',
  'domain-is-ip',
  'domain-without-dot',
  'domain-invalid',
] as const

/** Why a text is no email address. */
export type AddressProblem = (typeof addressProblems)[number]

/** An email address, or why the text is none. */
export type ReadAddress =
  | { readonly ok: true; readonly address: EmailAddress }
  | {
      readonly ok: false
      readonly problem: AddressProblem
      /** The hidden character as `U+200B`. */
      readonly character?: string
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

/** The address in a text, or `undefined`. {@link readEmailAddress} says why. */
export function parseEmailAddress(raw: string): EmailAddress | undefined {
  const read = readEmailAddress(raw)
  return read.ok ? read.address : undefined
}

/**
 * The only way to make an address, shared by pages, API, commands and settings. The database checks the same.
 *
 * Accepts one ASCII dot-atom local part and one domain (internationalised domains in either spelling). Refuses
 * lists, comments, quotes, groups, display names, control, format and bidirectional characters. Plus tags and dots are
 * kept, because they may belong to different people.
 *
 * @returns the kind of problem for anything that is not exactly one such address
 * @see RFC 5321 §4.1.2 (dot-atom, lengths in octets), UTS #46 (domain mapping)
 */
export function readEmailAddress(raw: string): ReadAddress {
  if (raw.length > LONGEST_INPUT) return problem('too-long')
  const read = readAlone(raw)
  if (read.ok || read.problem === 'hidden-character') return read
  if (readAlone(foldWidth(raw)).ok) return problem('full-width')
  return readAlone(tidyEmailAddress(raw)).ok ? problem('wrapped') : read
}

function readAlone(raw: string): ReadAddress {
  const typed = trimAsciiSpace(raw)
  if (typed === '') return problem('missing')
  const unusable = unusableCharacter.exec(typed)?.[0]
  if (unusable !== undefined && unusable !== ' ') return hidden(unusable)

  const [local = '', domain, ...others] = typed.split('@')
  if (domain === undefined) return problem('no-at')
  if (others.length > 0) return problem(local.startsWith('"') ? 'local-unsupported' : 'several')
  if (unusable !== undefined) return problem(local.startsWith('"') ? 'local-unsupported' : 'space')

  if (local === '') return problem('local-missing')
  if (/\P{ASCII}/u.test(local)) return problem('local-not-ascii')
  if (!dotAtom.test(local)) return problem('local-unsupported')
  if (local.length > LONGEST_LOCAL_PART) return problem('too-long')

  const asciiDomain = readDomain(domain)
  if (typeof asciiDomain !== 'string') return asciiDomain
  if (local.length + 1 + asciiDomain.length > LONGEST_ADDRESS) return problem('too-long')
  return { ok: true, address: brand(typed, `${lowerAscii(local)}@${asciiDomain}`) }
}

function problem(kind: AddressProblem): ReadAddress & { ok: false } {
  return { ok: false, problem: kind }
}

function hidden(character: string): ReadAddress {
  return { ok: false, problem: 'hidden-character', character: codePointOf(character) }
}

/** How Unicode names the first character of a text: `U+200B`. */
export function codePointOf(text: string): string {
  return `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
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

function readDomain(domain: string): string | (ReadAddress & { ok: false }) {
  if (domain === '') return problem('domain-missing')
  if (/^\[.*\]$/.test(domain)) return problem('domain-is-ip')
  if (!domainBeforeMapping.test(domain)) return problem('domain-invalid')
  const mapped = mapDomain(domain)
  if (mapped === undefined) {
    return problem(/^[\d.]+$/.test(domain) ? 'domain-is-ip' : 'domain-invalid')
  }
  if (mapped.length > LONGEST_DOMAIN) return problem('too-long')
  const labels = mapped.split('.')
  // A whole number is an IPv4 address too, which the mapping writes with dots.
  if (/^\d+$/.test(labels.at(-1) ?? '')) return problem('domain-is-ip')
  if (labels.length < 2) return problem('domain-without-dot')
  return labels.every((label) => asciiLabel.test(label)) ? mapped : problem('domain-invalid')
}

function mapDomain(domain: string): string | undefined {
  try {
    return new URL(`http://${domain}`).hostname
  } catch {
    return undefined
  }
}
