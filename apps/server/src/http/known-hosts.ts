import { isLoopback } from '@latchkey/core'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type MetricsAccess, mayScrape, scraperOf } from './metrics-route.ts'

/** Monitoring calls these by the address of a machine. They tell strangers nothing. */
const healthPaths = new Set(['/health/live', '/health/ready'])

class UnknownHost extends Error {
  readonly statusCode = 421
}

type Names = MetricsAccess & { publicUrl: string; allowedHosts: readonly string[]; host: string }

/**
 * Answers 421 to requests whose `Host` is not a name of this server. Otherwise a page of another site could read the
 * answers: it lets its own name lead to this address, and the browser takes both for one site (DNS rebinding).
 *
 * A name is the host of PUBLIC_URL, any name of this machine, HOST, and what ALLOWED_HOSTS lists. Ports do not count.
 */
export function refuseUnknownHosts(app: FastifyInstance, config: Names): void {
  const publicName = new URL(config.publicUrl).hostname
  const names = new Set([publicName, config.host, ...config.allowedHosts].map(canonical))
  names.delete(undefined)
  // A proxy may say by which name it was called. On one's own machine a page could say it as well.
  const behindProxy = !isLoopback(publicName)
  const isKnown = (host: string | undefined) => {
    const name = canonical(nameIn(host))
    return name !== undefined && (isLoopback(name) || names.has(name))
  }
  const mayCall = (request: FastifyRequest) => {
    if (isKnown(request.headers.host) || (behindProxy && isKnown(request.host))) return true
    const path = request.url.split('?', 1)[0] ?? ''
    return healthPaths.has(path) || (path === '/metrics' && mayScrape(scraperOf(request), config))
  }
  app.addHook('onRequest', async (request, reply) => {
    if (!mayCall(request)) return refuse(request, reply, config.publicUrl)
  })
}

function refuse(request: FastifyRequest, reply: FastifyReply, publicUrl: string): FastifyReply {
  request.log.debug({ event: 'http.unknown-host' })
  if (!request.headers.accept?.includes('text/html')) throw new UnknownHost()
  return reply
    .status(421)
    .header('cache-control', 'no-store')
    .type('text/plain; charset=utf-8')
    .send(
      `This address is not one of this server's. Open ${publicUrl}\n\nFor its operator: PUBLIC_URL names this server, and ALLOWED_HOSTS its other names.\n`,
    )
}

/** The name in a Host header, without the port. */
function nameIn(host: string | undefined): string | undefined {
  return /^(\[[^[\]]+\]|[^:]+)(?::\d*)?$/.exec(host ?? '')?.[1]
}

/** As browsers write a host in a URL: lower case, ASCII, an IPv6 address in brackets and shortened. */
function canonical(name: string | undefined): string | undefined {
  if (name === undefined || name === '0.0.0.0' || name === '::') return undefined
  const host = name.includes(':') && !name.startsWith('[') ? `[${name}]` : name
  const url = /[/?#@\\\s]/.test(host) ? null : URL.parse(`http://${host}`)
  return url?.hostname.replace(/\.$/, '')
}
