import { type Client, clientName, resendAfterSeconds } from '../limits.ts'
import type { RecoveryParts } from '../parts.ts'
import { type NormalPassword, normalPassword } from '../password.ts'
import { type Refusal, refused } from '../refusal.ts'
import type { Token } from '../secret.ts'
import { chargeClient, refundClient } from './charge-client.ts'
import { reportRefusals } from './refuse.ts'
import { type Requested, requestLifetimes } from './request.ts'

/** A recovery request was opened for the owner, whose login this is. */
export type Secured = Omit<Requested, 'status'> & { status: 'secured'; login: string }

/**
 * The owner reports that they did not change their password. The new password is replaced by an unknowable one, which
 * locks the intruder out, and a recovery request is opened, which lets the owner back in. Its email proves anew that
 * they hold the mailbox: a notice may be days old, and no right to choose a password should live that long.
 */
export function notMe(parts: RecoveryParts) {
  const { store, secrets, hasher, policy, observe } = parts
  const refuse = reportRefusals(observe, 'not-me')
  return async (
    input: { token: Token | undefined },
    client: Client,
  ): Promise<Secured | Refusal> => {
    const limited = await chargeClient(parts, 'proof-by-client', client)
    if (limited) return refuse(limited)
    if (!input.token) return refuse(refused('unknown'))

    const tokenDigest = secrets.tokenDigest(input.token)
    const right = await store.findNotMe(tokenDigest)
    if (right.status === 'none') return refuse(refused(right.reason))

    const requestId = secrets.newId()
    const reported = await store.reportNotMe({
      tokenDigest,
      passwordHash: await hasher.hash(unknowable(secrets.newToken())),
      request: {
        id: requestId,
        addressDigest: secrets.addressDigest(right.owner),
        clientDigest: secrets.clientDigest(clientName(client)),
        device: client.device,
        locale: client.locale,
        timeZone: client.timeZone,
        lifetimes: requestLifetimes(policy),
      },
    })
    if (reported.status === 'none') return refuse(refused(reported.reason))

    await refundClient(parts, 'proof-by-client', client)
    observe({ event: 'recovery.not-me-reported', accountId: reported.accountId, requestId })
    return {
      status: 'secured',
      requestId,
      resendAfterSeconds: resendAfterSeconds(policy.limits),
      codeExpiresAt: reported.codeExpiresAt,
      login: right.owner.registered,
    }
  }
}

/** A password that exists and that nobody knows. */
export function unknowable(token: Token): NormalPassword {
  return normalPassword(token) as NormalPassword
}
