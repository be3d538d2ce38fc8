import {
  ConfirmBody,
  codeTarget,
  codeWithoutRequest,
  restCalls,
  Success,
} from '@latchkey/api/server'
import { clientOf } from '../client.ts'
import { describeCall, pathOf } from './acts.ts'
import { answer, refuse } from './answer.ts'
import { refusals } from './refusals.ts'
import { requestCookie } from './request-cookie.ts'
import type { RestApp, RestParts } from './rest-app.ts'

export function resetWithCodeRoutes(app: RestApp, { recovery, publicUrl }: RestParts): void {
  const cookie = requestCookie(publicUrl)
  app.post(
    pathOf('resetWithCode'),
    {
      schema: {
        ...describeCall('resetWithCode', {
          operationId: 'resetPasswordWithCode',
          adds: 'A code belongs to one request: the one named by `requestId`, one of the newest of `email`, or the one in the cookie that `POST /api/auth/password-reset/request` set.',
        }),
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
      return answer(reply, outcome, () => ({ message: restCalls.resetWithCode.message }))
    },
  )
}
