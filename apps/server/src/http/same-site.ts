import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Answered by whichever door the call came to, in that door's shape. */
class ForeignSite extends Error {
  readonly statusCode = 403
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses calls that a page of another site makes in somebody's browser. Fetch Metadata where the browser sends
 * it, `Origin` where it does not; programs send neither and pass.
 */
export function refuseForeignSites(app: FastifyInstance, ours: readonly string[]): void {
  app.addHook('onRequest', async (request) => {
    if (safeMethods.has(request.method) || isOurOwn(request, ours)) return
    request.log.debug({ event: 'http.foreign-site' })
    throw new ForeignSite()
  })
}

function isOurOwn(request: FastifyRequest, ours: readonly string[]): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers
  if (origin !== undefined && ours.includes(origin)) return true
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  if (origin === undefined) return true
  return URL.parse(origin)?.host === request.headers.host
}
