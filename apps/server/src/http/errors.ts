import { type PublicRefusal, publicCodes, restRefusal, unavailable } from '@latchkey/api/server'
import { Unavailable } from '@latchkey/core'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import {
  hasZodFastifySchemaValidationErrors,
  type ZodFastifySchemaValidationError,
} from 'fastify-type-provider-zod'

type Send = (reply: FastifyReply, refusal: PublicRefusal, status?: number) => FastifyReply

/**
 * The last resort, for what fails outside a use case: unreadable bodies, too large ones, bugs. Tells no cause. Each
 * door sends its own shape.
 */
export function answerErrors(app: FastifyInstance, send: Send = sendRefusal): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (hasZodFastifySchemaValidationErrors(error)) {
      return send(reply, { code: 'INVALID_INPUT', fields: fieldsIn(error.validation) })
    }
    if (error.statusCode !== undefined && error.statusCode < 500) {
      // Too large is bad input like any other: one status for callers to handle.
      const status = error.statusCode === 413 ? 400 : error.statusCode
      return send(reply, { code: 'INVALID_INPUT' }, status)
    }
    logFailure(request, 'http.error', error)
    return send(reply, unavailable(error))
  })
}

/**
 * Overload is told at debug level and in the metrics: any stranger can cause it, and whoever floods us must not
 * fill the log as well. It is the failure that has no cause but the crowd.
 */
export function logFailure({ log }: FastifyRequest, event: string, err: unknown): void {
  if (err instanceof Unavailable && err.cause === undefined) {
    log.debug({ event: 'http.overloaded', message: err.message })
  } else {
    log.error({ event, err })
  }
}

function fieldsIn(validation: readonly ZodFastifySchemaValidationError[]): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const { instancePath, keyword, message = 'Invalid' } of validation) {
    const name = instancePath.slice(1).replaceAll('/', '.') || 'input'
    fields[name] ??= keyword === 'unrecognized_keys' ? 'Unknown field' : message
  }
  return fields
}

/** For an address that cannot be decoded. Fastify's own answer would repeat it, token and all. */
export function refuseBadUrl(
  _error: FastifyError,
  _request: FastifyRequest,
  reply: FastifyReply,
): void {
  reply
    .status(400)
    .header('cache-control', 'no-store')
    // No hook has run: what the others get from there.
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'")
    .send(restRefusal({ code: 'INVALID_INPUT' }))
}

/** A refusal in the shape of a tRPC error, for the doors around tRPC's own. */
export function sendRefusal(
  reply: FastifyReply,
  { code, ...details }: PublicRefusal,
  status: number = publicCodes[code],
): FastifyReply {
  if (details.retryAfterSeconds !== undefined) {
    reply.header('retry-after', details.retryAfterSeconds)
  }
  return reply
    .status(status)
    .header('cache-control', 'no-store')
    .send({ error: { message: code, code: -32600, data: { httpStatus: status, ...details } } })
}
