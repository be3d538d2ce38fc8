import { type Client, chargesBy, resendAfterSeconds } from '../limits.ts'
import type { RecoveryParts } from '../recovery.ts'
import { type Refusal, rateLimited, refused } from '../refusal.ts'
import type { Requested } from './request.ts'
import { refuser } from './step.ts'

/** Mails a fresh pair for the same request, with the same count of guesses. Codes mailed earlier keep working. */
export function resend({ store, secrets, policy, observe }: RecoveryParts) {
  const refuse = refuser(observe, 'resend')
  const charges = chargesBy(policy.limits, secrets.clientDigest)
  return async (requestId: string, client: Client): Promise<Requested | Refusal> => {
    const asked = await store.resend({
      requestId,
      charges: {
        client: charges.client('request-by-client', client),
        address: { windows: policy.limits['mail-by-address'] },
        inAll: policy.limits['request-in-all'],
      },
      codeLifetimeMinutes: policy.codeLifetimeMinutes,
    })
    if (!asked) return refuse(refused('expired'))
    if (asked.status === 'rate-limited') return refuse(rateLimited(asked.retryAfterSeconds))

    observe({ event: 'recovery.resent', requestId })
    return {
      status: 'requested',
      requestId,
      resendAfterSeconds: resendAfterSeconds(policy.limits),
      codeExpiresAt: asked.codeExpiresAt,
    }
  }
}
