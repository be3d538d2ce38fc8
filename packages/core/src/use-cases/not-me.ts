import { type Client, resendAfterSeconds } from '../limits.ts'
import { type NormalPassword, normalPassword } from '../password.ts'
import type { RecoveryParts } from '../recovery.ts'
import { type Refusal, refused } from '../refusal.ts'
import type { Token } from '../secret.ts'
import type { Requested } from './request.ts'
import { clientName, limitClient, refuser, requestLifetimes } from './step.ts'

export type Secured = Omit<Requested, 'status'> & { status: 'secured'; login: string }

/**
 * The owner says that a change of the password was not theirs. Whoever knows the password now must be out, so it
 * becomes one that nobody knows; and the owner must be able to come back, so a recovery of theirs is begun at once.
 * Its mail proves the mailbox anew: the notice is days old, and no right to choose a password should live so long.
 */
export function notMe(parts: RecoveryParts) {
  const { store, secrets, hasher, policy, observe } = parts
  const refuse = refuser(observe, 'not-me')
  return async (
    input: { token: Token | undefined },
    client: Client,
  ): Promise<Secured | Refusal> => {
    const limited = await limitClient(parts, 'proof-by-client', client)
    if (limited) return refuse(limited)
    if (!input.token) return refuse(refused('unknown'))

    const tokenDigest = secrets.tokenDigest(input.token)
    const notMe = await store.findNotMe(tokenDigest)
    if (notMe.status === 'none') return refuse(refused(notMe.reason))

    const requestId = secrets.newId()
    const raised = await store.reportNotMe({
      tokenDigest,
      passwordHash: await hasher.hash(unknowable(secrets.newToken())),
      request: {
        id: requestId,
        addressDigest: secrets.addressDigest(notMe.owner),
        clientDigest: secrets.clientDigest(clientName(client)),
        device: client.device,
        locale: client.locale,
        lifetimes: requestLifetimes(policy),
      },
    })
    if (raised.status === 'none') return refuse(refused(raised.reason))

    observe({ event: 'recovery.not-me-reported', accountId: raised.accountId, requestId })
    return {
      status: 'secured',
      requestId,
      resendAfterSeconds: resendAfterSeconds(policy.limits),
      codeExpiresAt: raised.codeExpiresAt,
      login: notMe.owner.registered,
    }
  }
}

/** A password that exists and that nobody has seen. */
export function unknowable(token: Token): NormalPassword {
  return normalPassword(token) as NormalPassword
}
