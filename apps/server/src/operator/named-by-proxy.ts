import { trustedProxies } from '@latchkey/server/parts/web'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { operatorNameFrom } from './operator-name.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls, as the operator's own single sign-on says it. */
    namedByProxy?: string
  }
}

/** Its answer is FORBIDDEN. */
class NotTheProxy extends Error {
  readonly statusCode = 403
}

type Proxy = { userHeader: string | undefined; trustProxy: readonly string[] }

/**
 * Takes the name of the operator from the header of the proxy. A call that has the header and does not come from the proxy
 * is refused, whatever else it has: either somebody tries to be an operator, or the settings do not fit.
 */
export function takeNames(app: FastifyInstance, { userHeader, trustProxy }: Proxy): void {
  if (userHeader === undefined) return
  const isProxy = trustedProxies(trustProxy)
  app.addHook('onRequest', async (request) => {
    const given = request.headers[userHeader]
    if (given === undefined) return
    const peer = request.raw.socket.remoteAddress ?? ''
    if (!isProxy(peer)) {
      request.log.warn({ event: 'operator.not-the-proxy', peer })
      throw new NotTheProxy()
    }
    const name = nameIn(given)
    // A proxy that names nobody lets everybody through as nobody.
    if (name !== undefined) request.namedByProxy = name
  })
}

/** Headers are bytes, which Node reads as Latin-1. */
function nameIn(given: NonNullable<FastifyRequest['headers'][string]>): string | undefined {
  // Several headers of one name are joined; one of them would be the caller's own.
  if (typeof given !== 'string' || given.includes(',')) return undefined
  return operatorNameFrom(Buffer.from(given, 'latin1').toString('utf8'))
}
