import type { Client } from '@latchkey/core'
import { type Address, clientFrom, parseClientAddress } from '@latchkey/server/parts/web'
import type { FastifyRequest } from 'fastify'

/** What limits and emails know about the caller. */
export function clientOf(request: FastifyRequest): Client {
  return clientFrom(addressOf(request), request.headers)
}

const told = new WeakSet<object>()

/**
 * The socket's peer, or what the last of the trusted proxies says. If that is no address, the caller counts as the
 * nearest proxy that is one: all such callers together, because a text could be another one in each call.
 */
function addressOf(request: FastifyRequest): Address | undefined {
  // Without trusted proxies there is only `ip`. It is not set if the connection is gone already.
  const hops = request.ips ?? [request.ip]
  const client = parseClientAddress(hops.at(-1))
  if (client || hops.length < 2) return client
  const { server } = request.server
  if (!told.has(server)) {
    told.add(server)
    request.log.warn({ event: 'http.client-address-unreadable', peer: hops[0] })
  }
  return hops.map(parseClientAddress).findLast((hop) => hop !== undefined)
}
