import { type Client, chargesBy, type Limits, type WindowLimit } from '../limits.ts'
import type { Limiter, Secrets } from '../ports/index.ts'
import { type Refusal, rateLimited } from '../refusal.ts'

/** Charges each of the client's networks. A refusal if one of them has reached its limit. */
export async function chargeClient(
  parts: { limiter: Limiter; secrets: Secrets; policy: { limits: Limits } },
  limit: WindowLimit,
  client: Client,
): Promise<Refusal | undefined> {
  const charges = chargesBy(parts.policy.limits, parts.secrets.clientDigest)
  const charged = await parts.limiter.charge(charges.client(limit, client))
  return charged.status === 'rate-limited' ? rateLimited(charged.retryAfterSeconds) : undefined
}
