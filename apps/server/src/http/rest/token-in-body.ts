import { TokenBody, TokenGood, TokenQuery } from '@latchkey/api/server'
import { clientOf } from '../client.ts'
import { answer } from './answer.ts'
import { refusalsOfLooking } from './refusals.ts'
import { resetByBodySchema, resetDone } from './reset-by-body.ts'
import type { RestApp, RestParts } from './routes.ts'
import { tokenGoodBody } from './token-good.ts'

const tag = 'S4 · auth, token in the body'

/** S4: asks on S2's path, looks by query, and sends the token in the body. */
export function tokenInBodyRoutes(app: RestApp, { recovery }: RestParts): void {
  app.get(
    '/api/auth/validate-reset-token',
    {
      schema: {
        tags: [tag],
        operationId: 'authValidateResetToken',
        summary: 'Look whether a token is good; spends nothing',
        querystring: TokenQuery,
        response: {
          200: TokenGood.describe('The token is good; it was not spent'),
          ...refusalsOfLooking,
        },
      },
    },
    async (request, reply) =>
      answer(reply, await recovery.verifyToken(request.query, clientOf(request)), tokenGoodBody),
  )

  app.post(
    '/api/auth/reset-password',
    { schema: { ...resetByBodySchema(tag, 'authResetPassword'), body: TokenBody } },
    async (request, reply) =>
      answer(reply, await recovery.reset(request.body, clientOf(request)), resetDone),
  )
}
