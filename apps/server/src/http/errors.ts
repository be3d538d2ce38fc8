import { type PublicRefusal, publicCodes, restRefusal, unavailable } from '@latchkey/api/server'
import { Unavailable } from '@latchkey/core'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import {
  hasZodFastifySchemaValidationErrors,
  type ZodFastifySchemaValidationError,
} from 'fastify-type-provider-zod'
import { DISCARDED_BYTES } from './bounds.ts'

type Send = (reply: FastifyReply, refusal: PublicRefusal, status?: number) => FastifyReply

/**
 * Answers what fails outside a use case: unreadable or too large bodies, and bugs. The answer never contains the cause.
 * `send` gives it the shape of tRPC or of REST.
 */
export function answerErrors(app: FastifyInstance, send: Send = sendRefusal): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (hasZodFastifySchemaValidationErrors(error)) {
      return send(reply, { code: 'INVALID_INPUT', fields: fieldsIn(error.validation) })
    }
    if (error.statusCode !== undefined && error.statusCode < 500) {
      if (error.statusCode !== 413) return send(reply, { code: 'INVALID_INPUT' }, error.statusCode)
      letClientReadAnswer(request, reply)
      // A body that is too large is bad input, so that callers handle one status (decision 8).
      return send(reply, { code: 'INVALID_INPUT' }, 400)
    }
    logFailure(request, 'http.error', error)
    return send(reply, unavailable(error))
  })
}

/**
 * Fastify closes the connection after it refuses a body. A client that is still writing then gets a reset instead of
 * the answer. So the rest of the body is read and discarded, unless it is far too large; `requestTimeout` bounds it.
 */
function letClientReadAnswer({ headers }: FastifyRequest, reply: FastifyReply): void {
  if (Number(headers['content-length']) <= DISCARDED_BYTES) reply.removeHeader('connection')
}

/**
 * Overload is the only `Unavailable` without a `cause`. It is logged at debug level, so that a flood of requests cannot
 * fill the log; the metrics count it.
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

/** For a URL that cannot be decoded. Fastify's own answer would repeat the URL, with its token. */
export function refuseBadUrl(
  _error: FastifyError,
  _request: FastifyRequest,
  reply: FastifyReply,
): void {
  reply
    .status(400)
    .header('cache-control', 'no-store')
    // No hook has run, so these headers are not set yet.
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'")
    .send(restRefusal({ code: 'INVALID_INPUT' }))
}

/** A refusal in the shape of a tRPC error, for what is refused before tRPC runs. */
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
