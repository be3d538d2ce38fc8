import { type Client, chargesBy, type Limits, type SettableLimit } from '../limits.ts'
import type { Limiter, Secrets } from '../ports/index.ts'
import { type Refusal, rateLimited } from '../refusal.ts'

type Parts = { limiter: Limiter; secrets: Secrets; policy: { limits: Limits } }

/** Charges each of the client's networks. A refusal if one of them has reached its limit. */
export async function chargeClient(
  parts: Parts,
  limit: SettableLimit,
  client: Client,
): Promise<Refusal | undefined> {
  const charges = chargesOn(parts, limit, client)
  if (charges.length === 0) return undefined
  const charged = await parts.limiter.charge(charges)
  return charged.status === 'rate-limited' ? rateLimited(charged.retryAfterSeconds) : undefined
}

/**
 * After a valid proof: it was no attempt at guessing, so it does not count. Otherwise the people behind one address
 * would use up each other's limit.
 */
export async function refundClient(
  parts: Parts,
  limit: SettableLimit,
  client: Client,
): Promise<void> {
  // What the proof did is done. A hit too many in a bucket is no reason to report a failure.
  const charges = chargesOn(parts, limit, client)
  if (charges.length > 0) await parts.limiter.takeBack(charges).catch(() => undefined)
}

function chargesOn({ secrets, policy }: Parts, limit: SettableLimit, client: Client) {
  return chargesBy(policy.limits, secrets.clientDigest).client(limit, client)
}
