import { ForgotBody, Requested, restMessages } from '@latchkey/api/server'
import type { Requested as RequestedOutcome } from '@latchkey/core'
import { refusals } from './refusals.ts'

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
