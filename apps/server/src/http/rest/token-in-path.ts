import { TokenGood, TokenParams } from '@latchkey/api/server'
import { clientOf } from '../client.ts'
import { answer } from './answer.ts'
import { forgotRoute } from './forgot.ts'
import { refusalsOfLooking } from './refusals.ts'
import { resetByPathRoute } from './reset-by-path.ts'
import type { RestApp, RestParts } from './routes.ts'
import { tokenGoodBody } from './token-good.ts'

const tag = 'S2 · auth, token in the path'

/** S2: ask, look at the token, choose; the token stands in the path. */
export function tokenInPathRoutes(app: RestApp, parts: RestParts): void {
  forgotRoute(app, parts, {
    path: '/api/auth/forgot-password',
    tag,
    operationId: 'authForgotPassword',
  })

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
    async (request, reply) => {
      const outcome = await parts.recovery.verifyToken(request.params, clientOf(request))
      return answer(reply, outcome, tokenGoodBody)
    },
  )

  resetByPathRoute(app, parts, {
    method: 'POST',
    path: '/api/auth/reset-password/:token',
    tag,
    operationId: 'authResetPasswordByPath',
  })
}
