import { ResetTokenBody, restMessages, Success } from '@latchkey/api/server'
import { clientOf } from '../client.ts'
import { answer } from './answer.ts'
import { forgotSchema, requestedBody } from './forgot.ts'
import { refusals } from './refusals.ts'
import type { RestApp, RestParts } from './routes.ts'

const tag = 'S1 · forgot-password'

/** S1: two short paths, beside the pages of the same names. */
export function forgotPasswordRoutes(app: RestApp, { recovery }: RestParts): void {
  app.post(
    '/forgot-password',
    { schema: forgotSchema(tag, 'forgotPassword') },
    async (request, reply) =>
      answer(reply, await recovery.request(request.body.email, clientOf(request)), requestedBody),
  )

  app.post(
    '/reset-password',
    {
      schema: {
        tags: [tag],
        operationId: 'resetPassword',
        summary: 'Choose a new password with the token of the mailed link',
        body: ResetTokenBody,
        response: { 200: Success.describe('The password was changed'), ...refusals },
      },
    },
    async (request, reply) => {
      const { resetToken, newPassword } = request.body
      const outcome = await recovery.reset({ token: resetToken, newPassword }, clientOf(request))
      return answer(reply, outcome, () => ({ message: restMessages.reset }))
    },
  )
}
