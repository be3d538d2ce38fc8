import { PasswordBody, restMessages, Success, TokenGood, TokenParams } from '@latchkey/api/server'
import { clientOf } from '../client.ts'
import { answer } from './answer.ts'
import { forgotSchema, requestedBody } from './forgot.ts'
import { refusals, refusalsOfLooking } from './refusals.ts'
import type { RestApp, RestParts } from './routes.ts'
import { tokenGoodBody } from './token-good.ts'

const tag = 'S2 · auth, token in the path'

/** S2: ask, look at the token, choose; the token stands in the path. */
export function tokenInPathRoutes(app: RestApp, { recovery }: RestParts): void {
  app.post(
    '/api/auth/forgot-password',
    { schema: forgotSchema(tag, 'authForgotPassword') },
    async (request, reply) =>
      answer(reply, await recovery.request(request.body.email, clientOf(request)), requestedBody),
  )

  app.get(
    '/api/auth/verify-reset-token/:token',
    {
      schema: {
        tags: [tag],
        operationId: 'authVerifyResetToken',
        summary: 'Look whether a token is good; spends nothing',
        params: TokenParams,
        response: {
          200: TokenGood.describe('The token is good; it was not spent'),
          ...refusalsOfLooking,
        },
      },
    },
    async (request, reply) =>
      answer(reply, await recovery.verifyToken(request.params, clientOf(request)), tokenGoodBody),
  )

  app.post(
    '/api/auth/reset-password/:token',
    {
      schema: {
        tags: [tag],
        operationId: 'authResetPasswordByPath',
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
