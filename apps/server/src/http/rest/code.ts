import {
  ConfirmBody,
  codeTarget,
  codeWithoutRequest,
  restMessages,
  Success,
} from '@latchkey/api/server'
import { clientOf } from '../client.ts'
import { answer, refuse } from './answer.ts'
import { forgotSchema, requestedBody } from './forgot.ts'
import { refusals } from './refusals.ts'
import { requestCookie } from './request-cookie.ts'
import type { RestApp, RestParts } from './routes.ts'

const tag = 'S3 · auth, by code'

/** S3: ask, then the code and the password in one call. The request is remembered in a cookie, or named. */
export function codeRoutes(app: RestApp, { recovery, publicUrl }: RestParts): void {
  const cookie = requestCookie(publicUrl)

  app.post(
    '/api/auth/password-reset/request',
    { schema: forgotSchema(tag, 'passwordResetRequest') },
    async (request, reply) => {
      const outcome = await recovery.request(request.body.email, clientOf(request))
      if (outcome.status === 'requested') cookie.remember(reply, outcome.requestId)
      return answer(reply, outcome, requestedBody)
    },
  )

  app.post(
    '/api/auth/password-reset/confirm',
    {
      schema: {
        tags: [tag],
        operationId: 'passwordResetConfirm',
        summary: 'Choose a new password with the mailed code',
        description:
          'The code belongs to one request: the one in the cookie that the request set, or `requestId`, or one of the newest of `email`.',
        body: ConfirmBody,
        response: { 200: Success.describe('The password was changed'), ...refusals },
      },
    },
    async (request, reply) => {
      const { code, newPassword } = request.body
      const target = codeTarget(request.body, cookie.recall(request))
      if (!target) return refuse(reply, codeWithoutRequest)
      const outcome = await recovery.confirm({ target, code, newPassword }, clientOf(request))
      if (outcome.status === 'changed') cookie.forget(reply)
      return answer(reply, outcome, () => ({ message: restMessages.confirmed }))
    },
  )
}
