import { type Client, clientName } from '../limits.ts'
import type { RecoveryParts } from '../parts.ts'
import { judgePassword } from '../password.ts'
import { type Refusal, refused } from '../refusal.ts'
import { type Code, TICKET_LIFETIME_MINUTES } from '../secret.ts'
import { acceptPassword } from './accept-password.ts'
import { chargeClient, refundClient } from './charge-client.ts'
import { type CodeTarget, chargeGuess } from './charge-guess.ts'
import { reportRefusals } from './refuse.ts'
import type { PasswordChanged } from './reset.ts'
import { signInSubjects } from './sign-in-subjects.ts'

/**
 * Takes a code and a new password in one step. The password is first judged without its owner, which costs no guess.
 * Then the guess is charged. A caller who knows the code gets the guess refunded if the password is refused after all.
 * The code is spent only together with an acceptable password.
 */
export function confirm(parts: RecoveryParts) {
  const { store, secrets, hasher, common, policy, observe } = parts
  const refuse = reportRefusals(observe, 'confirm')
  return async (
    input: { target: CodeTarget; code: Code; newPassword: string },
    client: Client,
  ): Promise<PasswordChanged | Refusal> => {
    const rules = policy.password
    const limited = await chargeClient(parts, 'proof-by-client', client)
    if (limited) return refuse(limited)

    const judgedAlone = judgePassword(input.newPassword, rules, { owner: undefined, common })
    if (!judgedAlone.ok) {
      return refuse({
        status: 'refused',
        reason: 'password-rejected',
        reasons: judgedAlone.reasons,
      })
    }

    const guess = await chargeGuess(parts, input, client)
    if (guess.status !== 'charged') return refuse(guess)

    const { candidates } = guess
    const found = await store.findCode(candidates)
    const candidate = candidates.find(({ requestId }) => requestId === found?.requestId)
    const clientDigest = secrets.clientDigest(clientName(client))
    if (!found || !candidate) {
      const requestId = candidates[0]?.requestId
      await store.recordRefusal({ kind: 'code-verified', requestId, clientDigest })
      return refuse(refused('wrong'))
    }

    const judged = await acceptPassword(input.newPassword, found.owner, { ...parts, rules })
    if (!judged.ok) {
      await store.refundGuess(found.requestId)
      return refuse({ status: 'refused', reason: 'password-rejected', reasons: judged.reasons })
    }
    const passwordHash = await hasher.hash(judged.toHash).catch(async (error: unknown) => {
      await store.refundGuess(found.requestId)
      throw error
    })

    const ticketDigest = secrets.tokenDigest(secrets.newToken())
    const spent = await store.spendCode({
      ...candidate,
      ticketDigest,
      ticketLifetimeMinutes: TICKET_LIFETIME_MINUTES,
      clientDigest,
    })
    if (spent.status === 'wrong') return refuse(refused('spent'))
    observe({ event: 'recovery.code-verified', requestId: found.requestId })

    const changed = await store.changePassword({
      tokenDigest: ticketDigest,
      passwordHash,
      clientDigest,
      by: client,
      ...signInSubjects(secrets, found.owner, client),
    })
    if (changed.status === 'none') return refuse(refused(changed.reason))

    await refundClient(parts, 'proof-by-client', client)
    observe({ event: 'recovery.password-changed', accountId: changed.accountId })
    return { status: 'changed' }
  }
}
