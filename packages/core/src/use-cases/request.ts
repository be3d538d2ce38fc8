import type { EmailAddress } from '../email-address.ts'
import { type Client, chargesBy, resendAfterSeconds } from '../limits.ts'
import type { RecoveryParts } from '../recovery.ts'
import { type Refusal, rateLimited } from '../refusal.ts'
import { clientName, refuser, requestLifetimes } from './step.ts'

export type Requested = {
  status: 'requested'
  requestId: string
  resendAfterSeconds: number
  codeExpiresAt: Date
}

/** Accepts a request for any address. Whether it has an account is found out later, by the worker. */
export function request({ store, secrets, policy, observe }: RecoveryParts) {
  const refuse = refuser(observe, 'request')
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
