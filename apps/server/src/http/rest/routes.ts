import { type Recovery, Unavailable } from '@latchkey/core'
import type { FastifyError, FastifyInstance } from 'fastify'
import {
  hasZodFastifySchemaValidationErrors,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import { refuse } from './answer.ts'
import { codeRoutes } from './code.ts'
import { forgotPasswordRoutes } from './forgot-password.ts'
import { openApi } from './openapi.ts'
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
  answerErrors(app)
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
  })
  await openApi(app, parts)
  for (const add of routes) add(app, parts)
}

function asRestApp(instance: FastifyInstance) {
  return instance
    .setValidatorCompiler(validatorCompiler)
    .setSerializerCompiler(serializerCompiler)
    .withTypeProvider<ZodTypeProvider>()
}

function answerErrors(app: RestApp): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (hasZodFastifySchemaValidationErrors(error)) {
      const fields: Record<string, string> = {}
      for (const { instancePath, keyword, message = 'Invalid' } of error.validation) {
        const name = instancePath.slice(1).replaceAll('/', '.') || 'input'
        fields[name] ??= keyword === 'unrecognized_keys' ? 'Unknown field' : message
      }
      return refuse(reply, { code: 'INVALID_INPUT', fields })
    }
    if (error.statusCode !== undefined && error.statusCode < 500) {
      return refuse(
        reply,
        { code: 'INVALID_INPUT' },
        error.statusCode === 413 ? 400 : error.statusCode,
      )
    }
    request.log.error({ event: 'http.error', err: error })
    const retryAfterSeconds = error instanceof Unavailable ? error.retryAfterSeconds : 5
    return refuse(reply, { code: 'UNAVAILABLE', retryAfterSeconds })
  })
}
