import type { FastifyInstance } from 'fastify'
import { openApi } from '../docs/openapi.ts'
import { answerErrors } from '../errors.ts'
import { refuse } from './answer.ts'
import { checkTokenRoutes } from './check-token.ts'
import { requestResetRoutes } from './request-reset.ts'
import { resetWithCodeRoutes } from './reset-with-code.ts'
import { resetWithTokenRoutes } from './reset-with-token.ts'
import { asRestApp, type RestApp, type RestParts } from './rest-app.ts'

/** The REST API: the use cases, limits and refusals of the tRPC procedures, under the paths that other front ends call. */
export async function restRoutes(instance: FastifyInstance, parts: RestParts): Promise<void> {
  const app = asRestApp(instance)
  // A form of another site can send this type without a CORS preflight; no route here reads it.
  app.removeContentTypeParser('text/plain')
  answerErrors(instance, refuse)
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
  })
  openApi(app, parts, addRestRoutes)
  addRestRoutes(app, parts)
}

function addRestRoutes(app: RestApp, parts: RestParts): void {
  requestResetRoutes(app, parts)
  checkTokenRoutes(app, parts)
  resetWithTokenRoutes(app, parts)
  resetWithCodeRoutes(app, parts)
}
