import { type Client, clientName, resendAfterSeconds } from '../limits.ts'
import type { RecoveryParts } from '../parts.ts'
import { type Refusal, rateLimited, refused } from '../refusal.ts'
import { reportRefusals } from './refuse.ts'
import { type Requested, requestCharges } from './request.ts'

/** Emails a new link and code for the same request. Guesses are still counted; earlier codes stay valid. */
export function resend(parts: RecoveryParts) {
  const { store, secrets, policy, observe } = parts
  const refuse = reportRefusals(observe, 'resend')
  return async (requestId: string, client: Client): Promise<Requested | Refusal> => {
    const opened = await store.resend({
      requestId,
      charges: requestCharges(
        parts,
        client,
        secrets.clientDigest(`${clientName(client)} ${requestId.toLowerCase()}`),
      ),
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
