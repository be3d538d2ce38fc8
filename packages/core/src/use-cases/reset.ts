import { type Client, clientName } from '../limits.ts'
import type { RecoveryParts } from '../parts.ts'
import { type Refusal, refused } from '../refusal.ts'
import type { Token } from '../secret.ts'
import { acceptPassword } from './accept-password.ts'
import { chargeClient, refundClient } from './charge-client.ts'
import { reportRefusals } from './refuse.ts'
import { signInSubjects } from './sign-in-subjects.ts'

/** The new password is in force, and nobody is signed in. */
export type PasswordChanged = { status: 'changed' }

/**
 * Chooses a new password with a link or a ticket, in this order: find the right, judge the password, hash it, spend the
 * secret. So a refused password spends nothing, and the slow hash runs outside the transaction.
 */
export function reset(parts: RecoveryParts) {
  const { store, secrets, hasher, observe } = parts
  const refuse = reportRefusals(observe, 'reset')
  return async (
    input: { token: Token | undefined; newPassword: string },
    client: Client,
  ): Promise<PasswordChanged | Refusal> => {
    const limited = await chargeClient(parts, 'proof-by-client', client)
    if (limited) return refuse(limited)
    if (!input.token) return refuse(refused('unknown'))

    const tokenDigest = secrets.tokenDigest(input.token)
    const right = await store.findRight(tokenDigest)
    const clientDigest = secrets.clientDigest(clientName(client))
    if (right.status === 'none') {
      await store.recordRefusal({ kind: 'password-changed', requestId: undefined, clientDigest })
      return refuse(refused(right.reason))
    }

    const rules = parts.policy.password
    const judged = await acceptPassword(input.newPassword, right.owner, { ...parts, rules })
    if (!judged.ok) {
      return refuse({ status: 'refused', reason: 'password-rejected', reasons: judged.reasons })
    }

    const changed = await store.changePassword({
      tokenDigest,
      passwordHash: await hasher.hash(judged.toHash),
      clientDigest,
      by: client,
      ...signInSubjects(secrets, right.owner, client),
    })
    if (changed.status === 'none') return refuse(refused(changed.reason))

    await refundClient(parts, 'proof-by-client', client)
    observe({ event: 'recovery.password-changed', accountId: changed.accountId })
    return { status: 'changed' }
  }
}
