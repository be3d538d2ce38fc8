import { restCalls, TokenGood, TokenParams, TokenQuery } from '@latchkey/api/server'
import type { TokenVerified } from '@latchkey/core'
import { clientOf } from '../client.ts'
import { describeCall, pathOf } from './acts.ts'
import { answer } from './answer.ts'
import { checkRefusals } from './refusals.ts'
import type { RestApp, RestParts } from './rest-app.ts'

const response = {
  200: TokenGood.describe('The token is good, and is still unused'),
  ...checkRefusals,
}

export function checkTokenRoutes(app: RestApp, { recovery }: RestParts): void {
  app.get(
    pathOf('checkToken'),
    {
      schema: {
        ...describeCall('checkToken', { operationId: 'checkToken' }),
        params: TokenParams,
        response,
      },
    },
    async (request, reply) =>
      answer(reply, await recovery.verifyToken(request.params, clientOf(request)), tokenGoodBody),
  )

  app.get(
    '/api/auth/validate-reset-token',
    {
      schema: {
        ...describeCall('checkToken', { operationId: 'authValidateResetToken', isAlias: true }),
        querystring: TokenQuery,
        response,
      },
    },
    async (request, reply) =>
      answer(reply, await recovery.verifyToken(request.query, clientOf(request)), tokenGoodBody),
  )
}

function tokenGoodBody(outcome: TokenVerified) {
  return {
    message: restCalls.checkToken.message,
    expiresAt: outcome.expiresAt.toISOString(),
    login: outcome.login,
  }
}
