import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify'
import type { Metrics } from '../adapters/metrics.ts'
import type { Config } from '../config/config.ts'
import type { Logger } from '../log.ts'
import { answerErrors } from './errors.ts'
import { healthRoutes, type MailHealth, type Readiness, type SecretHealth } from './health.ts'
import { serveMetrics } from './metrics-route.ts'
import { logRequests } from './request-log.ts'

/** `/health` and `/metrics` of a worker that runs in its own process. */
export function createMonitoringServer(parts: {
  config: Config
  metrics: Metrics
  ready: Readiness
  mail: MailHealth
  secretDiffers: SecretHealth
  log: Logger
}): FastifyInstance {
  const app = fastify({
    loggerInstance: parts.log as FastifyBaseLogger,
    bodyLimit: 1024,
    requestTimeout: 15_000,
    forceCloseConnections: true,
    requestIdHeader: false,
    genReqId: () => crypto.randomUUID(),
    logController: new LogController({ disableRequestLogging: true }),
    http: { headersTimeout: 10_000 },
  })
  app.server.maxConnections = 100
  answerErrors(app)
  logRequests(app)
  serveMetrics(app, parts)
  app.register(healthRoutes, parts)
  app.setNotFoundHandler((_request, reply) =>
    reply.status(404).header('cache-control', 'no-store').send({ error: 'Not found' }),
  )
  return app
}
