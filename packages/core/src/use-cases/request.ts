import type { EmailAddress } from '../email-address.ts'
import { type Client, chargesBy, clientName, resendAfterSeconds } from '../limits.ts'
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
export function request({ store, secrets, policy, observe }: RecoveryParts) {
  const refuse = reportRefusals(observe, 'request')
  const charges = chargesBy(policy.limits, secrets.clientDigest)
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
      charges: {
        client: charges.client('request-by-client', client),
        address: { windows: policy.limits['mail-by-address'] },
        inAll: policy.limits['request-in-all'],
      },
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

/** A request outlives its first link, so that an email that had to wait is still of use. */
export function requestLifetimes(policy: RecoveryPolicy): NewRequest['lifetimes'] {
  return {
    requestMinutes: policy.linkLifetimeMinutes + REQUEST_GRACE_MINUTES,
    codeMinutes: policy.codeLifetimeMinutes,
  }
}
