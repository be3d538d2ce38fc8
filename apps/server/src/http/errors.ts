import { type PublicRefusal, publicCodes, restRefusal } from '@latchkey/api/server'
import { Unavailable } from '@latchkey/core'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** The last resort, for what fails outside a procedure: unreadable bodies, too large ones, bugs. Tells no cause. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error.statusCode !== undefined && error.statusCode < 500) {
      // Too large is bad input like any other: one status for callers to handle.
      const status = error.statusCode === 413 ? 400 : error.statusCode
      return sendRefusal(reply, { code: 'INVALID_INPUT' }, status)
    }
    request.log.error({ event: 'http.error', err: error })
    const retryAfterSeconds = error instanceof Unavailable ? error.retryAfterSeconds : 5
    return sendRefusal(reply, { code: 'UNAVAILABLE', retryAfterSeconds })
  })
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
