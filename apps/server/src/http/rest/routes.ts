import type { Recovery } from '@latchkey/core'
import type { FastifyInstance } from 'fastify'
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import { openApi } from '../docs/openapi.ts'
import { answerErrors } from '../errors.ts'
import { refuse } from './answer.ts'
import { codeRoutes } from './code.ts'
import { forgotPasswordRoutes } from './forgot-password.ts'
import { tokenInBodyRoutes } from './token-in-body.ts'
import { tokenInPathRoutes } from './token-in-path.ts'
import { usersRoutes } from './users.ts'

export type RestParts = {
  recovery: Recovery
  publicUrl: string
  productName: string
}

export type RestApp = ReturnType<typeof asRestApp>

/** Every REST route, by the document it comes from: S0 to S4. */
const routes = [usersRoutes, forgotPasswordRoutes, tokenInPathRoutes, codeRoutes, tokenInBodyRoutes]

/** The REST door: thin twins of the procedures, over the same use cases, limits and refusals. */
export async function restRoutes(instance: FastifyInstance, parts: RestParts): Promise<void> {
  const app = asRestApp(instance)
  // A form of another site can send this type without asking; nothing here reads it.
  app.removeContentTypeParser('text/plain')
  answerErrors(instance, refuse)
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
  })
  openApi(app, parts)
  addRestRoutes(app, parts)
}

export function addRestRoutes(app: RestApp, parts: RestParts): void {
  for (const add of routes) add(app, parts)
}

export function asRestApp(instance: FastifyInstance) {
  return instance
    .setValidatorCompiler(validatorCompiler)
    .setSerializerCompiler(serializerCompiler)
    .withTypeProvider<ZodTypeProvider>()
}
