import { deliveryAddress, parseEmailAddress } from '@latchkey/core'

/** A sender as people write it: `name@example.com`, or `Name <name@example.com>`. */
export function parseSender(
  written: string,
): { name: string | undefined; address: string } | undefined {
  const named = /^\s*"?([^"<>]*?)"?\s*<([^<>]+)>\s*$/.exec(written)
  const address = parseEmailAddress(named?.[2] ?? written)
  return address && { name: named?.[1] || undefined, address: deliveryAddress(address) }
}

/**
 * What a server of this host calls itself in EHLO.
 *
 * @see RFC 5321 §4.1.3 (address literals)
 */
export function ehloName(host: string): string {
  if (host.startsWith('[')) return `[IPv6:${host.slice(1)}`
  return /^\d+(?:\.\d+){3}$/.test(host) ? `[${host}]` : host
}
