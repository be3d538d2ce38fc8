import cookie from '@fastify/cookie'
import type { OperatorContext, OperatorRefusal } from '@latchkey/operator/server'
import { type OperatorRouter, operatorRouter, refusalOf } from '@latchkey/operator/server'
import { trustedProxies } from '@latchkey/server/parts/web'
import { fastifyRequestHandler } from '@trpc/server/adapters/fastify'
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
  LogController,
} from 'fastify'
import type { Config } from '../config/config.ts'
import { boundCalls, boundsFor } from '../http/bounds.ts'
import { answerErrors, logFailure, refuseBadUrl } from '../http/errors.ts'
import { refuseUnknownHosts } from '../http/known-hosts.ts'
import { expectProcedureCalls } from '../http/procedure-calls.ts'
import { logRequests } from '../http/request-log.ts'
import { refuseForeignSites } from '../http/same-site.ts'
import { sendSecurityHeaders } from '../http/security-headers.ts'
import type { Logger } from '../log.ts'
import { takeNames } from './named-by-proxy.ts'
import { pageFiles } from './page-files.ts'

export type OperatorSite = NonNullable<Config['operatorSite']>

export type OperatorServerParts = {
  site: OperatorSite
  keepAliveSeconds: number
  defaultLocale: Config['policy']['defaultLocale']
  contextOf(request: FastifyRequest, reply: FastifyReply): OperatorContext
  /** The folder of the built page. */
  folder: string
  log: Logger
}

/** Streams end by themselves before. */
const LONGEST_STREAM_MS = 16 * 60_000
const STREAM = '/trpc/live.changes'

/** The server of the operators' page, ready to listen on a port of its own. */
export async function createOperatorServer(parts: OperatorServerParts): Promise<FastifyInstance> {
  const { site, keepAliveSeconds, defaultLocale, folder } = parts
  const app = fastify({
    loggerInstance: parts.log as FastifyBaseLogger,
    ...boundsFor({ keepAliveSeconds }),
    // Streams of changes never end by themselves when the process does.
    forceCloseConnections: true,
    frameworkErrors: refuseBadUrl,
    trustProxy: site.trustProxy.length > 0 ? trustedProxies(site.trustProxy) : false,
    requestIdHeader: false,
    genReqId: () => crypto.randomUUID(),
    logController: new LogController({ disableRequestLogging: true }),
  })
  sendSecurityHeaders(app, site.url, "'none'")
  boundCalls(app, { draining: () => false, longestStreamMs: LONGEST_STREAM_MS })
  answerErrors(app, sendRefusal)
  logRequests(app)
  refuseUnknownHosts(app, {
    publicUrl: site.url,
    ...{ host: site.host, allowedHosts: [], metricsToken: undefined, openMetrics: false },
  })
  takeNames(app, site)
  refuseForeignSites(app, [site.url])
  await app.register(cookie)
  await app.register(operatorProcedures, parts)
  await pageFiles(app, { folder, defaultLocale })
  return app
}

async function operatorProcedures(app: FastifyInstance, parts: OperatorServerParts): Promise<void> {
  expectProcedureCalls(app, ['GET', 'HEAD', 'POST'])
  const handle = (path: string) => (req: FastifyRequest, res: FastifyReply) =>
    fastifyRequestHandler<OperatorRouter, FastifyRequest, FastifyReply>({
      ...{ router: operatorRouter, req, res, path, allowBatching: false },
      createContext: () => parts.contextOf(req, res),
      responseMeta: ({ errors, type }) => ({
        headers: {
          ...(type === 'subscription' ? {} : { 'cache-control': 'no-store' }),
          ...retryAfter(errors[0] && refusalOf(errors[0])),
        },
      }),
      onError: ({ error }) => {
        if (error.code !== 'SERVICE_UNAVAILABLE' && error.code !== 'INTERNAL_SERVER_ERROR') return
        logFailure(req, 'operator.failed', error.cause?.cause ?? error.cause ?? error)
      },
    })
  app.get(STREAM, { config: { isStream: true } }, handle('live.changes'))
  app.all<{ Params: { path: string } }>('/trpc/:path', async (req, res) =>
    handle(req.params.path)(req, res),
  )
}

function retryAfter(refusal: OperatorRefusal | undefined): Record<string, string> {
  const seconds = refusal?.retryAfterSeconds
  return seconds === undefined ? {} : { 'retry-after': String(seconds) }
}

/** For what is refused before tRPC runs, in the shape of its errors. */
function sendRefusal(
  reply: FastifyReply,
  refusal: { code: string; fields?: object; retryAfterSeconds?: number },
  status = refusal.code === 'UNAVAILABLE' ? 503 : 400,
): FastifyReply {
  const { code, ...details } = status === 403 ? { code: 'FORBIDDEN' } : refusal
  if (refusal.retryAfterSeconds !== undefined) {
    reply.header('retry-after', refusal.retryAfterSeconds)
  }
  return reply
    .status(status)
    .header('cache-control', 'no-store')
    .send({ error: { message: code, code: -32600, data: { httpStatus: status, ...details } } })
}
