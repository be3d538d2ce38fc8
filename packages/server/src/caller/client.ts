import { type Client, knownLocale } from '@latchkey/core'
import Negotiator from 'negotiator'
import type { Address } from './client-address.ts'

/** The headers of a request, with names in lower case. One that comes as a list is not read. */
export type CallerHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * What limits and emails know about the caller.
 *
 * @param address whom limits count the call for. `undefined`: all such callers are counted together.
 */
export function clientFrom(address: Address | undefined, headers: CallerHeaders): Client {
  return {
    networks: networksOf(address),
    device: deviceOf(text(headers['user-agent'])),
    locale: languageOf(text(headers['accept-language'])),
    timeZone: timeZoneOf(text(headers['time-zone'])),
  }
}

function text(header: CallerHeaders[string]): string | undefined {
  return typeof header === 'string' ? header : undefined
}

/**
 * A home network gets a /64 and often a /56 or /48 of IPv6, so limits on single addresses are useless; the wider
 * networks hold more people and get more room. An IPv4 address inside IPv6 counts as IPv4.
 */
export function networksOf(address: Address | undefined): Client['networks'] {
  if (!address) return [{ name: 'unknown', share: 1 }]
  if (address.kind() === 'ipv4') return [{ name: address.toString(), share: 1 }]
  const hex = Buffer.from(address.toByteArray()).toString('hex')
  return [
    { name: `${hex.slice(0, 16)}/64`, share: 1 },
    { name: `${hex.slice(0, 14)}/56`, share: 2 },
    { name: `${hex.slice(0, 12)}/48`, share: 10 },
  ]
}

const browsers = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Opera', /\bOPR\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:HeadlessChrome|Chrome|CriOS)\//],
  ['Safari', /\bSafari\//],
] as const
const systems = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMac OS X\b|\bMacintosh\b/],
  ['Linux', /\bLinux\b/],
] as const

/** "Firefox on Windows". Only words from the tables above, so that no text of a stranger gets into an email. */
function deviceOf(userAgent: string | undefined): string | undefined {
  if (userAgent === undefined) return undefined
  const find = (table: readonly (readonly [string, RegExp])[]) =>
    table.find(([, pattern]) => pattern.test(userAgent))?.[0]
  const browser = find(browsers)
  const system = find(systems)
  return browser && system ? `${browser} on ${system}` : (browser ?? system)
}

const LONGEST_ACCEPT_LANGUAGE = 500
const languageTag = /^[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8}){0,4}$/

/**
 * The language that emails are written in: the first one the browser prefers that we have. If we have none of them,
 * the first one it prefers is stored, so that a language added later reaches its readers.
 */
export function languageOf(acceptLanguage: string | undefined): string | undefined {
  const header = acceptLanguage?.slice(0, LONGEST_ACCEPT_LANGUAGE) ?? ''
  const wanted = new Negotiator({ headers: { 'accept-language': header } })
    .languages()
    .filter((tag) => languageTag.test(tag))
  return knownLocale(...wanted) ?? wanted[0]
}

const LONGEST_TIME_ZONE = 40
const MOST_TIME_ZONES = 1_000
const timeZones = new Map<string, string>()

/**
 * The time zone of a client, in the usual spelling, if it is an IANA name that this machine knows. Our pages send it
 * with each call.
 */
export function timeZoneOf(header: string | undefined): string | undefined {
  if (header === undefined || header.length > LONGEST_TIME_ZONE) return undefined
  const known = timeZones.get(header)
  if (known !== undefined || !/^[A-Za-z]+(?:[/_+-][A-Za-z0-9]+)*$/.test(header)) return known
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: header }).resolvedOptions()
    // Asking takes long, so answers are kept. A name has many spellings in upper and lower case.
    if (timeZones.size < MOST_TIME_ZONES) timeZones.set(header, timeZone)
    return timeZone
  } catch {
    return undefined
  }
}
