import type { IncomingMessage } from 'node:http'
import { trustedProxies } from './client-address.ts'

/**
 * The socket's peer, or what the last of the trusted proxies says.
 *
 * @param trustProxy their networks.
 * @returns `unknown` for a connection that is gone, or a Unix socket.
 */
export function addressBehind(
  trustProxy: readonly string[],
): (request: Pick<IncomingMessage, 'socket' | 'headers'>) => string {
  const isTrusted = trustedProxies(trustProxy)
  return ({ socket, headers }) => {
    const peer = socket.remoteAddress ?? 'unknown'
    const forwarded = String(headers['x-forwarded-for'] ?? '')
    const hops = forwarded === '' ? [peer] : [...forwarded.split(','), peer]
    let nearest = peer
    // From the right: every proxy appends whom it saw.
    for (const hop of hops.toReversed()) {
      nearest = hop.trim()
      if (!isTrusted(nearest)) break
    }
    return nearest
  }
}
