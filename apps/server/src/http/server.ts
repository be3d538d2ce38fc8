import cookie from '@fastify/cookie'
import cors from '@fastify/cors'
import { trustedProxies } from '@latchkey/server/parts/web'
import { type FastifyBaseLogger, fastify, LogController } from 'fastify'
import { boundCalls, boundsFor } from './bounds.ts'
import { exemptClients } from './client.ts'
import { answerErrors, refuseBadUrl } from './errors.ts'
import { boundHalfOpen } from './half-open.ts'
import { healthRoutes } from './health.ts'
import { jwksRoute } from './jwks.ts'
import { refuseUnknownHosts } from './known-hosts.ts'
import { mailboxRoutes } from './mailbox/routes.ts'
import { serveMetrics } from './metrics-route.ts'
import { pages } from './pages.ts'
import { logRequests } from './request-log.ts'
import { restRoutes } from './rest/routes.ts'
import { refuseForeignSites } from './same-site.ts'
import { sendSecurityHeaders } from './security-headers.ts'
import { traceRequests } from './trace-requests.ts'
import { trpcRoutes } from './trpc.ts'
import type { WebParts } from './web-parts.ts'

/** The web server, ready to listen. docs/operating.md lists its limits. */
export async function createWebServer(parts: WebParts) {
  const { config } = parts
  const app = fastify({
    loggerInstance: parts.log as FastifyBaseLogger,
    ...boundsFor(config),
    forceCloseConnections: 'idle',
    // While closing, calls that have arrived are answered as usual: the framework's own 503 has no Retry-After.
    return503OnClosing: false,
    frameworkErrors: refuseBadUrl,
    trustProxy: config.trustProxy.length > 0 ? trustedProxies(config.trustProxy) : false,
    // Ids from outside are not accepted: they could forge log lines or link requests of different people.
    requestIdHeader: false,
    genReqId: () => crypto.randomUUID(),
    logController: new LogController({ disableRequestLogging: true }),
  })

  if (config.telemetry?.traces) traceRequests(app, config)
  // First, so that what the hooks below refuse carries these headers too.
  sendSecurityHeaders(app, config.publicUrl)
  boundCalls(app, parts)
  if (config.trustProxy.length === 0) boundHalfOpen(app.server)
  exemptClients(app, config)
  answerErrors(app)
  logRequests(app)
  serveMetrics(app, parts)
  refuseUnknownHosts(app, config)
  refuseForeignSites(app, [config.publicUrl, ...config.corsOrigins])
  await app.register(cookie)
  if (config.corsOrigins.length > 0) {
    await app.register(cors, {
      origin: [...config.corsOrigins],
      credentials: true,
      maxAge: 600,
      exposedHeaders: ['retry-after', 'x-request-id'],
    })
  }
  await app.register(healthRoutes, parts)
  await app.register(trpcRoutes, parts)
  await app.register(restRoutes, {
    recovery: parts.recovery,
    publicUrl: config.publicUrl,
    productName: config.productName,
  })
  if (config.webhooks.some(({ format }) => format === 'caep')) {
    await app.register(jwksRoute, { serverSecrets: parts.serverSecrets })
  }
  if (parts.mailbox) {
    await app.register(mailboxRoutes, {
      mailbox: parts.mailbox,
      productName: config.productName,
      sender: config.mailFrom.address,
    })
  }
  if (config.mailHooks.length > 0) {
    // Loaded only where it is needed.
    const { mailHookRoutes } = await import('./mail-hooks.ts')
    await app.register(mailHookRoutes, parts)
  }
  await app.register(pages, {
    config,
    withMailbox: parts.mailbox !== undefined,
    formerFiles: parts.formerFiles,
  })
  return app
}
