import type { FastifyInstance, FastifyRequest } from 'fastify'

/** The error handler of tRPC or REST turns it into an answer. */
class ForeignSite extends Error {
  readonly statusCode = 403
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses calls that a page of another site makes through somebody's browser (CSRF). It relies on Fetch Metadata, or on
 * `Origin` in browsers without it. Programs send neither and are let through.
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
