import type { DeliveryParts, RecoveryParts } from './parts.ts'
import { confirm } from './use-cases/confirm-code.ts'
import { deliver } from './use-cases/deliver.ts'
import { notMe } from './use-cases/not-me.ts'
import { purge } from './use-cases/purge.ts'
import { request } from './use-cases/request.ts'
import { resend } from './use-cases/resend.ts'
import { reset } from './use-cases/reset.ts'
import { verifyCode } from './use-cases/verify-code.ts'
import { verifyNotMe, verifyToken } from './use-cases/verify-token.ts'

/** The use cases that serve people's requests. Each returns a `Refusal` where it does not succeed. */
export type Recovery = ReturnType<typeof createRecovery>

/** Every use case throws `Unavailable` if a port does; then nothing has happened. */
export function createRecovery(parts: RecoveryParts) {
  return {
    request: request(parts),
    resend: resend(parts),
    verifyCode: verifyCode(parts),
    verifyToken: verifyToken(parts),
    reset: reset(parts),
    confirm: confirm(parts),
    verifyNotMe: verifyNotMe(parts),
    notMe: notMe(parts),
    purge: purge(parts),
  }
}

/** The use cases of a worker. They are separate because the request path must hold no mailer and no account. */
export type Delivery = ReturnType<typeof createDelivery>

/** `prepare` and `record` throw `Unavailable` if the store does; `send` never throws. */
export function createDelivery(parts: DeliveryParts) {
  return deliver(parts)
}
