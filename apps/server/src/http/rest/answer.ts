import { type PublicRefusal, publicCodes, publicRefusal, restRefusal } from '@latchkey/api/server'
import { isRefusal, type Refusal } from '@latchkey/core'
import type { FastifyReply } from 'fastify'

/** Sends the outcome of a use case, in the one shape of all successes or the one shape of all refusals. */
export function answer<Outcome extends { status: string }>(
  reply: FastifyReply,
  outcome: Outcome | Refusal,
  body: (accepted: Exclude<Outcome, Refusal>) => { message: string },
): FastifyReply {
  if (isRefusal(outcome)) return refuse(reply, publicRefusal(outcome))
  return reply.send({ success: true, ...body(outcome as Exclude<Outcome, Refusal>) })
}

export function refuse(
  reply: FastifyReply,
  refusal: PublicRefusal,
  status: number = publicCodes[refusal.code],
): FastifyReply {
  if (refusal.retryAfterSeconds !== undefined) {
    reply.header('retry-after', refusal.retryAfterSeconds)
  }
  return reply
    .status(status)
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(restRefusal(refusal, status))
}
