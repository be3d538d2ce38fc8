import { type Client, chargesBy, resendAfterSeconds } from '../limits.ts'
import type { RecoveryParts } from '../parts.ts'
import { type Refusal, rateLimited, refused } from '../refusal.ts'
import { reportRefusals } from './refuse.ts'
import type { Requested } from './request.ts'

/** Emails a new link and code for the same request. Guesses are still counted; earlier codes stay valid. */
export function resend({ store, secrets, policy, observe }: RecoveryParts) {
  const refuse = reportRefusals(observe, 'resend')
  const charges = chargesBy(policy.limits, secrets.clientDigest)
  return async (requestId: string, client: Client): Promise<Requested | Refusal> => {
    const opened = await store.resend({
      requestId,
      charges: {
        client: charges.client('request-by-client', client),
        address: { windows: policy.limits['mail-by-address'] },
        inAll: policy.limits['request-in-all'],
      },
      codeLifetimeMinutes: policy.codeLifetimeMinutes,
    })
    if (!opened) return refuse(refused('expired'))
    if (opened.status === 'rate-limited') return refuse(rateLimited(opened.retryAfterSeconds))

    observe({ event: 'recovery.resent', requestId })
    return {
      status: 'requested',
      requestId,
      resendAfterSeconds: resendAfterSeconds(policy.limits),
      codeExpiresAt: opened.codeExpiresAt,
    }
  }
}
