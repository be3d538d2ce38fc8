import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { procedureTypes } from '@latchkey/api/server'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { HttpWatch, Metrics } from '../adapters/metrics.ts'

export type MetricsAccess = {
  metricsToken: string | undefined
  /** Whether this machine may read them without the token. */
  openMetrics: boolean
}

/** `/metrics`, and the count of all requests. Unauthorised callers get 404. */
export function serveMetrics(
  app: FastifyInstance,
  { metrics, config }: { metrics: Metrics; config: MetricsAccess },
): void {
  countRequests(app, metrics.http)
  app.get('/metrics', async (request, reply) => {
    if (!mayScrape(scraperOf(request), config)) return reply.callNotFound()
    const { contentType, text } = await metrics.scrape()
    return reply.header('cache-control', 'no-store').type(contentType).send(text)
  })
}

/**
 * With the token from anywhere, without it from this machine only, and only if no other machine reaches the server: a
 * reverse proxy on this machine calls from loopback too. One that was not configured is recognised by the headers it
 * adds and by the host name it was called by, if it passes them.
 */
export function mayScrape(
  scraper: Scraper,
  { metricsToken: token, openMetrics }: MetricsAccess,
): boolean {
  const { authorization = '', host = '' } = scraper.headers
  const given = /^Bearer +(\S+)$/i.exec(authorization)?.[1]
  if (token !== undefined && given !== undefined && isSame(given, token)) return true
  return (
    openMetrics &&
    loopbackAddress.test(scraper.remoteAddress ?? '') &&
    loopbackHost.test(host) &&
    !Object.keys(scraper.headers).some((name) => proxyHeader.test(name))
  )
}

type Scraper = { remoteAddress: string | undefined; headers: IncomingHttpHeaders }

export function scraperOf(request: FastifyRequest): Scraper {
  return { remoteAddress: request.raw.socket.remoteAddress, headers: request.headers }
}

const loopbackAddress = /^(?:::ffff:)?127(?:\.\d{1,3}){3}$|^::1$/i
const loopbackHost = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i
const proxyHeader = /^(?:x-forwarded-.*|forwarded|via|x-real-ip)$/i

function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}

function countRequests(app: FastifyInstance, http: HttpWatch): void {
  const patterns = new Set([NO_ROUTE, ...procedures.values()])
  app.addHook('onRoute', ({ url }) => {
    patterns.add(url)
  })
  app.addHook('onReady', async () => {
    for (const route of patterns) http.expect(route)
  })
  app.addHook('onResponse', async (request, reply) => {
    const { statusCode: status, elapsedTime } = reply
    http.answered({ route: routeOf(request), status, seconds: elapsedTime / 1000 })
  })
}

const NO_ROUTE = 'none'
const TRPC_PATTERN = '/trpc/:path'
/** Each procedure counts as a route. Unknown names do not: a label for each would let strangers fill the memory. */
const procedures = new Map([...procedureTypes.keys()].map((name) => [name, `/trpc/${name}`]))

/** The pattern of the route; a procedure has one of its own. */
export function routeOf(request: FastifyRequest): string {
  const pattern = request.routeOptions.url ?? NO_ROUTE
  if (pattern !== TRPC_PATTERN) return pattern
  const { path } = request.params as { path?: string }
  return procedures.get(path ?? '') ?? pattern
}
