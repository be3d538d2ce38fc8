import { forgotRoute } from './forgot.ts'
import { resetByPathRoute } from './reset-by-path.ts'
import type { RestApp, RestParts } from './routes.ts'

const tag = 'S0 · users'

/** S0: the token in the path, the password in the body of a PATCH. */
export function usersRoutes(app: RestApp, parts: RestParts): void {
  forgotRoute(app, parts, {
    path: '/api/users/forgotPassword',
    tag,
    operationId: 'usersForgotPassword',
  })
  resetByPathRoute(app, parts, {
    method: 'PATCH',
    path: '/api/users/resetPassword/:token',
    tag,
    operationId: 'usersResetPassword',
  })
}
