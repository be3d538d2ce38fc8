import { ForgotBody, Requested, restCalls } from '@latchkey/api/server'
import type { Requested as RequestedOutcome } from '@latchkey/core'
import { clientOf } from '../client.ts'
import { describeCall, pathOf } from './acts.ts'
import { answer } from './answer.ts'
import { refusals } from './refusals.ts'
import { requestCookie } from './request-cookie.ts'
import type { RestApp, RestParts } from './rest-app.ts'

export function requestResetRoutes(app: RestApp, { recovery, publicUrl }: RestParts): void {
  const calls = [
    { path: pathOf('requestReset'), operationId: 'requestReset' },
    { path: '/forgot-password', operationId: 'forgotPassword', isAlias: true },
    { path: '/api/users/forgotPassword', operationId: 'usersForgotPassword', isAlias: true },
  ]
  for (const { path, ...call } of calls) {
    app.post(path, { schema: requestSchema(call) }, async (request, reply) =>
      answer(reply, await recovery.request(request.body.email, clientOf(request)), requestedBody),
    )
  }

  const cookie = requestCookie(publicUrl)
  const withCookie = {
    operationId: 'passwordResetRequest',
    isAlias: true,
    adds: 'It also sets a cookie that names the request, so that the code can be confirmed without `requestId`.',
  }
  app.post(
    '/api/auth/password-reset/request',
    { schema: requestSchema(withCookie) },
    async (request, reply) => {
      const outcome = await recovery.request(request.body.email, clientOf(request))
      if (outcome.status === 'requested') cookie.remember(reply, outcome.requestId)
      return answer(reply, outcome, requestedBody)
    },
  )
}

function requestSchema(call: Parameters<typeof describeCall>[1]) {
  return {
    ...describeCall('requestReset', call),
    body: ForgotBody,
    response: {
      200: Requested.describe('Accepted, whether the address has an account or not'),
      ...refusals,
    },
  }
}

function requestedBody(outcome: RequestedOutcome) {
  return {
    message: restCalls.requestReset.message,
    requestId: outcome.requestId,
    resendAfterSeconds: outcome.resendAfterSeconds,
    codeExpiresAt: outcome.codeExpiresAt.toISOString(),
  }
}
