import type { Client } from '@latchkey/core'
import {
  type Address,
  clientFrom,
  isInNetworks,
  parseClientAddress,
} from '@latchkey/server/parts/web'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Config } from '../config/config.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether limits by client leave out this address. */
    isExempt(address: Address | undefined): boolean
  }
}

/**
 * Tells which clients are exempt from the limits by client. A proxy never is: it stands for the clients whose address
 * cannot be read.
 */
export function exemptClients(
  app: FastifyInstance,
  { exemptNetworks, trustProxy }: Pick<Config, 'exemptNetworks' | 'trustProxy'>,
): void {
  const isNamed = isInNetworks(exemptNetworks)
  const isProxy = isInNetworks(trustProxy)
  app.decorate('isExempt', (address: Address | undefined) => isNamed(address) && !isProxy(address))
}

/** What limits and emails know about the caller. */
export function clientOf(request: FastifyRequest): Client {
  const address = addressOf(request)
  const client = clientFrom(address, request.headers)
  return request.server.isExempt(address) ? { ...client, isExempt: true } : client
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
