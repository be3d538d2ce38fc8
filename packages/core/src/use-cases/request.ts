import type { SubjectDigest } from '../digest.ts'
import type { EmailAddress } from '../email-address.ts'
import {
  type Client,
  chargesBy,
  clientName,
  emailShare,
  resendAfterSeconds,
  shareName,
} from '../limits.ts'
import type { RecoveryParts, RecoveryPolicy } from '../parts.ts'
import type { NewRequest } from '../ports/index.ts'
import { type Refusal, rateLimited } from '../refusal.ts'
import { REQUEST_GRACE_MINUTES } from '../secret.ts'
import { reportRefusals } from './refuse.ts'

/** The same answer for every address. */
export type Requested = {
  status: 'requested'
  requestId: string
  resendAfterSeconds: number
  codeExpiresAt: Date
}

/** Accepts a request for any address. The worker later finds out whether it has an account. */
export function request(parts: RecoveryParts) {
  const { store, secrets, policy, observe } = parts
  const refuse = reportRefusals(observe, 'request')
  return async (address: EmailAddress, client: Client): Promise<Requested | Refusal> => {
    const addressDigest = secrets.addressDigest(address)
    const opened = await store.openRequest({
      id: secrets.newId(),
      address,
      addressDigest,
      clientDigest: secrets.clientDigest(clientName(client)),
      device: client.device,
      locale: client.locale,
      timeZone: client.timeZone,
      charges: requestCharges(parts, client, secrets.signInPairDigest(address, clientName(client))),
      lifetimes: requestLifetimes(policy),
    })
    if (opened.status === 'rate-limited') return refuse(rateLimited(opened.retryAfterSeconds))

    observe({ event: 'recovery.requested', requestId: opened.requestId })
    return {
      status: 'requested',
      requestId: opened.requestId,
      resendAfterSeconds: resendAfterSeconds(policy.limits),
      codeExpiresAt: opened.codeExpiresAt,
    }
  }
}

/**
 * What a request or a resend is charged. `repeated` stands for this client together with the address or the request:
 * a network may ask for many addresses, but not often for the same one.
 */
export function requestCharges(
  { secrets, policy: { limits } }: Pick<RecoveryParts, 'secrets' | 'policy'>,
  client: Client,
  repeated: SubjectDigest,
): NewRequest['charges'] {
  const charges = chargesBy(limits, secrets.clientDigest)
  return {
    client: [
      ...charges.client('request-by-client', client),
      charges.subject('request-by-address-and-client', repeated),
    ],
    address: { windows: limits['mail-by-address'] },
    network: secrets.clientDigest(shareName(client)),
    share: { windows: emailShare(limits) },
    inAll: limits['request-in-all'],
  }
}

/** A request outlives its first link, so that an email that had to wait is still of use. */
export function requestLifetimes(policy: RecoveryPolicy): NewRequest['lifetimes'] {
  return {
    requestMinutes: policy.linkLifetimeMinutes + REQUEST_GRACE_MINUTES,
    codeMinutes: policy.codeLifetimeMinutes,
  }
}
