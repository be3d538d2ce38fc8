import { PasswordBody, restMessages, Success, TokenParams } from '@latchkey/api/server'
import { clientOf } from '../client.ts'
import { answer } from './answer.ts'
import { refusals } from './refusals.ts'
import type { RestApp, RestParts } from './routes.ts'

/** A reset whose token stands in the path, under whichever verb a document chose. */
export function resetByPathRoute(
  app: RestApp,
  { recovery }: RestParts,
  route: { method: 'PATCH' | 'POST'; path: string; tag: string; operationId: string },
): void {
  app.route({
    method: route.method,
    url: route.path,
    schema: {
      tags: [route.tag],
      operationId: route.operationId,
      summary: 'Choose a new password with the token of the mailed link',
      params: TokenParams,
      body: PasswordBody,
      response: { 200: Success.describe('The password was changed'), ...refusals },
    },
    handler: async (request, reply) => {
      const input = { token: request.params.token, newPassword: request.body.password }
      const outcome = await recovery.reset(input, clientOf(request))
      return answer(reply, outcome, () => ({ message: restMessages.reset }))
    },
  })
}
