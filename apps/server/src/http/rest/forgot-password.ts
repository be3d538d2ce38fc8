import { ResetTokenBody } from '@latchkey/api/server'
import { clientOf } from '../client.ts'
import { answer } from './answer.ts'
import { forgotRoute } from './forgot.ts'
import { resetByBodySchema, resetDone } from './reset-by-body.ts'
import type { RestApp, RestParts } from './routes.ts'

const tag = 'S1 · forgot-password'

/** S1: two short paths, beside the pages of the same names. */
export function forgotPasswordRoutes(app: RestApp, parts: RestParts): void {
  forgotRoute(app, parts, { path: '/forgot-password', tag, operationId: 'forgotPassword' })

  app.post(
    '/reset-password',
    { schema: { ...resetByBodySchema(tag, 'resetPassword'), body: ResetTokenBody } },
    async (request, reply) => {
      const { resetToken: token, newPassword } = request.body
      const outcome = await parts.recovery.reset({ token, newPassword }, clientOf(request))
      return answer(reply, outcome, resetDone)
    },
  )
}
