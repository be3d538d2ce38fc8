import { ForgotBody, Requested, restMessages } from '@latchkey/api/server'
import type { Requested as RequestedOutcome } from '@latchkey/core'
import { clientOf } from '../client.ts'
import { answer } from './answer.ts'
import { refusals } from './refusals.ts'
import type { RestApp, RestParts } from './routes.ts'

/** What asking looks like on every path that asks. */
export function forgotSchema(tag: string, operationId: string) {
  return {
    tags: [tag],
    operationId,
    summary: 'Ask for a mail that lets the owner of an address choose a new password',
    description: 'The same answer, in the same time, for every address.',
    body: ForgotBody,
    response: {
      200: Requested.describe('Accepted, whether the address has an account or not'),
      ...refusals,
    },
  }
}

export function requestedBody(outcome: RequestedOutcome) {
  return {
    message: restMessages.requested,
    requestId: outcome.requestId,
    resendAfterSeconds: outcome.resendAfterSeconds,
    codeExpiresAt: outcome.codeExpiresAt.toISOString(),
  }
}

export function forgotRoute(
  app: RestApp,
  { recovery }: RestParts,
  route: { path: string; tag: string; operationId: string },
): void {
  app.post(
    route.path,
    { schema: forgotSchema(route.tag, route.operationId) },
    async (request, reply) =>
      answer(reply, await recovery.request(request.body.email, clientOf(request)), requestedBody),
  )
}
