import { restMessages } from '@latchkey/api/server'
import type { TokenVerified } from '@latchkey/core'

export function tokenGoodBody(outcome: TokenVerified) {
  return {
    message: restMessages.tokenGood,
    expiresAt: outcome.expiresAt.toISOString(),
    login: outcome.login,
  }
}
