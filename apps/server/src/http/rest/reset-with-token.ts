import {
  PasswordBody,
  ResetTokenBody,
  restCalls,
  Success,
  TokenBody,
  TokenParams,
} from '@latchkey/api/server'
import type { Recovery } from '@latchkey/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { clientOf } from '../client.ts'
import { describeCall, pathOf } from './acts.ts'
import { answer } from './answer.ts'
import { refusals } from './refusals.ts'
import type { RestApp, RestParts } from './rest-app.ts'

export function resetWithTokenRoutes(app: RestApp, { recovery }: RestParts): void {
  const reset = async (
    input: Parameters<Recovery['reset']>[0],
    request: FastifyRequest,
    reply: FastifyReply,
  ) =>
    answer(reply, await recovery.reset(input, clientOf(request)), () => ({
      message: restCalls.resetWithToken.message,
    }))

  app.post(
    pathOf('resetWithToken'),
    { schema: { ...resetSchema('resetPassword'), body: TokenBody } },
    (request, reply) => reset(request.body, request, reply),
  )

  app.post(
    '/reset-password',
    { schema: { ...aliasSchema('resetPasswordAtRoot'), body: ResetTokenBody } },
    (request, reply) => {
      const { resetToken: token, newPassword } = request.body
      return reset({ token, newPassword }, request, reply)
    },
  )

  const inPath = [
    { method: 'POST', url: '/api/auth/reset-password/:token', operationId: 'authResetPassword' },
    {
      method: 'PATCH',
      url: '/api/users/resetPassword/:token',
      operationId: 'usersResetPassword',
    },
  ] as const
  for (const { method, url, operationId } of inPath) {
    app.route({
      method,
      url,
      schema: { ...aliasSchema(operationId), params: TokenParams, body: PasswordBody },
      handler: (request, reply) =>
        reset({ ...request.params, newPassword: request.body.password }, request, reply),
    })
  }
}

const response = { 200: Success.describe('The password was changed'), ...refusals }

function resetSchema(operationId: string) {
  return { ...describeCall('resetWithToken', { operationId }), response }
}

function aliasSchema(operationId: string) {
  return { ...describeCall('resetWithToken', { operationId, isAlias: true }), response }
}
