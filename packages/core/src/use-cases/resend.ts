import { type Client, chargeOf, chargesByClient, RESEND_AFTER_SECONDS } from '../limits.ts'
import type { RecoveryParts } from '../recovery.ts'
import { type Refusal, rateLimited, refused } from '../refusal.ts'
import type { Requested } from './request.ts'
import { refuser } from './step.ts'

/** Mails a fresh pair for the same request, with the same count of guesses. Codes mailed earlier keep working. */
export function resend({ store, secrets, policy, observe }: RecoveryParts) {
  const refuse = refuser(observe, 'resend')
  return async (requestId: string, client: Client): Promise<Requested | Refusal> => {
    const open = await store.findOpenRequest(requestId)
    if (!open) return refuse(refused('expired'))

    const asked = await store.askAgain({
      requestId,
      charges: {
        client: chargesByClient('ask-by-client', client, secrets.keyedDigest),
        address: chargeOf('mail-by-address', open.addressDigest),
      },
      codeLifetimeMinutes: policy.codeLifetimeMinutes,
    })
    if (!asked) return refuse(refused('expired'))
    if (asked.status === 'rate-limited') return refuse(rateLimited(asked.retryAfterSeconds))

    observe({ event: 'recovery.asked-again', requestId })
    return {
      status: 'requested',
      requestId,
      resendAfterSeconds: RESEND_AFTER_SECONDS,
      codeExpiresAt: asked.codeExpiresAt,
    }
  }
}
