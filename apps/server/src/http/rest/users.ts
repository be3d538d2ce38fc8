import { PasswordBody, restMessages, Success, TokenParams } from '@latchkey/api/server'
import { clientOf } from '../client.ts'
import { answer } from './answer.ts'
import { forgotSchema, requestedBody } from './forgot.ts'
import { refusals } from './refusals.ts'
import type { RestApp, RestParts } from './routes.ts'

const tag = 'S0 · users'

/** S0: the token in the path, the password in the body of a PATCH. */
export function usersRoutes(app: RestApp, { recovery }: RestParts): void {
  app.post(
    '/api/users/forgotPassword',
    { schema: forgotSchema(tag, 'usersForgotPassword') },
    async (request, reply) =>
      answer(reply, await recovery.request(request.body.email, clientOf(request)), requestedBody),
  )

  app.patch(
    '/api/users/resetPassword/:token',
    {
      schema: {
        tags: [tag],
        operationId: 'usersResetPassword',
        summary: 'Choose a new password with the token of the mailed link',
        params: TokenParams,
        body: PasswordBody,
        response: { 200: Success.describe('The password was changed'), ...refusals },
      },
    },
    async (request, reply) => {
      const input = { token: request.params.token, newPassword: request.body.password }
      const outcome = await recovery.reset(input, clientOf(request))
      return answer(reply, outcome, () => ({ message: restMessages.reset }))
    },
  )
}
