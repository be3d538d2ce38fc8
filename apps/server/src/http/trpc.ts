import {
  type AppRouter,
  appRouter,
  type Context,
  type PublicSettings,
  procedureTypes,
  retryAfter,
} from '@latchkey/api/server'
import { inSpan } from '@latchkey/server/parts'
import { publicSettings as settingsOf } from '@latchkey/server/parts/web'
import { fastifyRequestHandler } from '@trpc/server/adapters/fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config/config.ts'
import { clientOf } from './client.ts'
import { logFailure } from './errors.ts'
import { expectProcedureCalls } from './procedure-calls.ts'
import { sessionsOf } from './session-cookie.ts'
import { answerPlainly, type PlainAnswers, plainCallOf } from './trpc-call.ts'
import type { WebParts } from './web-parts.ts'

/** tRPC at /trpc. One call per request: a batch would multiply guesses. */
export async function trpcRoutes(app: FastifyInstance, parts: WebParts): Promise<void> {
  const settings = publicSettings(parts.config, parts.mailbox !== undefined)
  expectProcedureCalls(app, ['GET', 'HEAD', 'POST', 'OPTIONS'])
  const options = {
    createContext: ({ req, res }): Context => ({
      recovery: parts.recovery,
      sessions: sessionsOf(parts, req, res),
      client: clientOf(req),
      settings,
    }),
    responseMeta: ({ errors }) => ({
      headers: { 'cache-control': 'no-store', ...retryAfter(errors) },
    }),
    onError: ({ error, req }) => {
      if (error.code === 'SERVICE_UNAVAILABLE' || error.code === 'INTERNAL_SERVER_ERROR') {
        logFailure(req, 'procedure.failed', error.cause?.cause ?? error.cause ?? error)
      }
    },
  } satisfies PlainAnswers
  const answer = async (path: string, req: FastifyRequest, res: FastifyReply) => {
    const call = plainCallOf(req, path)
    if (call) return answerPlainly(call, options, { req, res })
    const unusual = { ...options, router: appRouter, allowBatching: false, req, res, path }
    await fastifyRequestHandler<AppRouter, FastifyRequest, FastifyReply>(unusual)
  }
  app.all<{ Params: { path: string } }>('/trpc/:path', async (req, res) => {
    const { path } = req.params
    if (!procedureTypes.has(path)) return answer(path, req, res)
    const attributes = { 'rpc.system': 'trpc', 'rpc.method': path }
    return inSpan(`trpc ${path}`, () => answer(path, req, res), { attributes })
  })
}

/** What everybody may know: the answer of `settings.public`, and part of every page. */
export function publicSettings(config: Config, withMailbox: boolean): PublicSettings {
  return {
    ...settingsOf(config),
    ...(withMailbox && { mailbox: '/mailbox' }),
    ...(config.returnToOrigins.length > 0 && { returnToOrigins: [...config.returnToOrigins] }),
  }
}
