import { isIPv4 } from 'node:net'
import { type Client, knownLocale } from '@latchkey/core'
import type { FastifyRequest } from 'fastify'

/** Who is calling, as far as limits and mails are concerned. `request.ip` is the socket's peer unless TRUST_PROXY says otherwise. */
export function clientOf(request: FastifyRequest): Client {
  return {
    networks: networksOf(request.ip),
    device: deviceOf(request.headers['user-agent']),
    locale: languageOf(request.headers['accept-language']),
  }
}

/**
 * A household gets a /64 and often a /56 or /48 of IPv6, so single addresses mean nothing; the wider networks hold
 * more people and get more room. IPv4 inside IPv6 is the IPv4 client it is.
 */
export function networksOf(address: string): Client['networks'] {
  const v4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (v4 !== undefined && isIPv4(v4)) return [{ name: v4, share: 1 }]
  const groups = expand(address)
  if (!groups) return [{ name: address, share: 1 }]
  const hex = groups.map((group) => group.toString(16).padStart(4, '0')).join('')
  if (hex.startsWith('00000000000000000000ffff')) {
    const [high = 0, low = 0] = groups.slice(6)
    return [{ name: [high >> 8, high & 255, low >> 8, low & 255].join('.'), share: 1 }]
  }
  return [
    { name: `${hex.slice(0, 16)}/64`, share: 1 },
    { name: `${hex.slice(0, 14)}/56`, share: 2 },
    { name: `${hex.slice(0, 12)}/48`, share: 10 },
  ]
}

function expand(address: string): number[] | undefined {
  const [text = ''] = address.split('%')
  // The URL parser knows every spelling of an IPv6 address, and gives one back.
  const host = URL.parse(`http://[${text}]`)?.hostname.slice(1, -1)
  if (host === undefined) return undefined
  const [head = '', tail] = host.split('::')
  const parse = (part: string) => (part === '' ? [] : part.split(':').map((g) => parseInt(g, 16)))
  const before = parse(head)
  const after = parse(tail ?? '')
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after]
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

/** "Firefox on Windows": words of ours only, so nothing a stranger writes gets into a mail. */
export function deviceOf(userAgent: string | undefined): string | undefined {
  if (userAgent === undefined) return undefined
  const find = (table: readonly (readonly [string, RegExp])[]) =>
    table.find(([, pattern]) => pattern.test(userAgent))?.[0]
  const browser = find(browsers)
  const system = find(systems)
  return browser && system ? `${browser} on ${system}` : (browser ?? system)
}

/**
 * The language mails are written in: of those the browser asks for, the best that is ours. If none is, the first, so
 * that a language that is added one day finds its readers.
 */
export function languageOf(acceptLanguage: string | undefined): string | undefined {
  const wanted = (acceptLanguage ?? '')
    .slice(0, LONGEST_ACCEPT_LANGUAGE)
    .split(',')
    .flatMap((part) => {
      const [, tag = '', weight = '1'] = language.exec(part.trim()) ?? []
      return tag !== '' && Number(weight) > 0 ? [{ tag, weight: Number(weight) }] : []
    })
    .sort((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag)
  return knownLocale(...wanted) ?? wanted[0]
}

const LONGEST_ACCEPT_LANGUAGE = 500
const language = /^([a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8}){0,4})(?:\s*;\s*q=([01](?:\.\d{1,3})?))?$/
