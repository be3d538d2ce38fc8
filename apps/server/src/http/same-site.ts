import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sendRefusal } from './errors.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses calls that a page of another site makes in somebody's browser. Fetch Metadata where the browser sends
 * it, `Origin` where it does not; programs send neither and pass.
 */
export function refuseForeignSites(app: FastifyInstance, publicUrl: string): void {
  app.addHook('onRequest', async (request, reply) => {
    if (safeMethods.has(request.method) || isOurOwn(request, publicUrl)) return
    request.log.debug({ event: 'http.foreign-site' })
    return sendRefusal(reply, { code: 'INVALID_INPUT' }, 403)
  })
}

function isOurOwn(request: FastifyRequest, publicUrl: string): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const { origin } = request.headers
  if (origin === undefined || origin === publicUrl) return true
  return URL.parse(origin)?.host === request.headers.host
}
