import type { EmailAddress } from '../email-address.ts'
import type { Observe, RecoveryStep } from '../event.ts'
import { type Client, chargesBy, type Limits, type WindowLimit } from '../limits.ts'
import type { Limiter, NewRequest, Secrets, SignInSubjects } from '../ports.ts'
import type { RecoveryPolicy } from '../recovery.ts'
import { type Refusal, rateLimited } from '../refusal.ts'
import { REQUEST_GRACE_MINUTES } from '../secret.ts'

/** Every refusal of a step passes here, so that none goes unseen. */
export function refuser(observe: Observe, step: RecoveryStep) {
  return (refusal: Refusal): Refusal => {
    observe({ event: 'recovery.refused', step, reason: refusal.reason })
    return refusal
  }
}

/** Charges the client's networks; a refusal when one of them has had enough. */
export async function limitClient(
  parts: { limiter: Limiter; secrets: Secrets; policy: { limits: Limits } },
  limit: WindowLimit,
  client: Client,
): Promise<Refusal | undefined> {
  const charges = chargesBy(parts.policy.limits, parts.secrets.clientDigest)
  const charged = await parts.limiter.charge(charges.client(limit, client))
  return charged.status === 'rate-limited' ? rateLimited(charged.retryAfterSeconds) : undefined
}

export function requestLifetimes(policy: RecoveryPolicy): NewRequest['lifetimes'] {
  return {
    requestMinutes: policy.linkLifetimeMinutes + REQUEST_GRACE_MINUTES,
    codeMinutes: policy.codeLifetimeMinutes,
  }
}

/** Names somebody's tries at one address, so that their failures are nobody else's. */
export function signInSubjects(
  secrets: Pick<Secrets, 'addressDigest' | 'signInPairDigest'>,
  owner: EmailAddress,
  client: Client,
): SignInSubjects {
  return {
    signInPair: secrets.signInPairDigest(owner, clientName(client)),
    addressDigest: secrets.addressDigest(owner),
  }
}

/** The nearest network stands for the client in the audit trail. */
export function clientName(client: Client): string {
  return client.networks[0]?.name ?? 'unknown'
}
