import cookie from '@fastify/cookie'
import cors from '@fastify/cors'
import type { Recovery, Sessions } from '@latchkey/core'
import { type FastifyBaseLogger, fastify, LogController } from 'fastify'
import type { Mailbox } from '../adapters/mailbox.ts'
import type { Metrics } from '../adapters/metrics.ts'
import type { Config } from '../config/config.ts'
import type { Logger } from '../log.ts'
import { boundCalls, bounds } from './bounds.ts'
import { answerErrors, refuseBadUrl } from './errors.ts'
import { healthRoutes, type MailHealth, type Readiness } from './health.ts'
import { logRequests } from './log-requests.ts'
import { mailboxRoutes } from './mailbox.ts'
import { serveMetrics } from './metrics.ts'
import { pages } from './pages.ts'
import { restRoutes } from './rest/routes.ts'
import { refuseForeignSites } from './same-site.ts'
import { sendSecurityHeaders } from './security-headers.ts'
import { trpcRoutes } from './trpc.ts'

export type WebParts = {
  config: Config
  recovery: Recovery
  sessions: Sessions
  mailbox: Mailbox | undefined
  ready: Readiness
  mail: MailHealth
  metrics: Metrics
  log: Logger
}

/** The web server, ready to listen. Limits: docs/operating.md. */
export async function createWebServer(parts: WebParts) {
  const { config } = parts
  const app = fastify({
    loggerInstance: parts.log as FastifyBaseLogger,
    ...bounds,
    forceCloseConnections: 'idle',
    // A call that came in is answered like any other, until the last of them is; the 503 in its place has no Retry-After.
    return503OnClosing: false,
    frameworkErrors: refuseBadUrl,
    trustProxy: config.trustProxy.length > 0 ? [...config.trustProxy] : false,
    // Ours alone: an id from outside could forge log lines or link strangers' requests.
    requestIdHeader: false,
    genReqId: () => crypto.randomUUID(),
    logController: new LogController({ disableRequestLogging: true }),
  })

  // First, so that what the hooks below refuse has these headers too.
  sendSecurityHeaders(app, config.publicUrl)
  boundCalls(app)
  answerErrors(app)
  logRequests(app)
  serveMetrics(app, parts)
  refuseForeignSites(app, [config.publicUrl, ...config.corsOrigins])
  await app.register(cookie)
  if (config.corsOrigins.length > 0) {
    await app.register(cors, { origin: [...config.corsOrigins], credentials: true, maxAge: 600 })
  }
  await app.register(healthRoutes, parts)
  await app.register(trpcRoutes, parts)
  await app.register(restRoutes, {
    recovery: parts.recovery,
    publicUrl: config.publicUrl,
    productName: config.productName,
  })
  if (parts.mailbox) await app.register(mailboxRoutes, { mailbox: parts.mailbox })
  await app.register(pages, parts)
  return app
}
