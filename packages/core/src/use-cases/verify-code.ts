import { type Client, clientName } from '../limits.ts'
import type { RecoveryParts } from '../parts.ts'
import { type Refusal, rateLimited, refused } from '../refusal.ts'
import { type Code, TICKET_LIFETIME_MINUTES, type Token } from '../secret.ts'
import { chargeClient, chargeGuessShare, refundClient } from './charge-client.ts'
import { reportRefusals } from './refuse.ts'

/** The ticket, and whose password it may change. */
export type CodeVerified = {
  status: 'verified'
  ticket: Token
  expiresAt: Date
  login: string
}

/** Exchanges a code for a ticket. The guess is charged first and in a statement of its own: only success refunds it. */
export function verifyCode(parts: RecoveryParts) {
  const { store, secrets, policy, observe } = parts
  const refuse = reportRefusals(observe, 'verify-code')
  return async (
    input: { requestId: string; code: Code },
    client: Client,
  ): Promise<CodeVerified | Refusal> => {
    const limited = await chargeClient(parts, 'proof-by-client', client)
    if (limited) return refuse(limited)

    const hadItsShare = await chargeGuessShare(parts, client)
    if (hadItsShare) return refuse(hadItsShare)

    const guess = await store.chargeGuess(input.requestId, policy.limits)
    if (typeof guess !== 'string') return refuse(rateLimited(guess.retryAfterSeconds))
    if (guess !== 'charged') return refuse(refused(guess))

    const clientDigest = secrets.clientDigest(clientName(client))
    const ticket = secrets.newToken()
    const spent = await store.spendCode({
      requestId: input.requestId,
      codeDigests: secrets.codeDigests(input.requestId, input.code),
      ticketDigest: secrets.tokenDigest(ticket),
      ticketLifetimeMinutes: TICKET_LIFETIME_MINUTES,
      clientDigest,
    })
    if (spent.status === 'wrong') {
      await store.recordRefusal({ kind: 'code-verified', requestId: input.requestId, clientDigest })
      return refuse(refused('wrong'))
    }

    await refundClient(parts, 'proof-by-client', client)
    observe({ event: 'recovery.code-verified', requestId: input.requestId })
    return {
      status: 'verified',
      ticket,
      expiresAt: spent.ticketExpiresAt,
      login: spent.owner.registered,
    }
  }
}
