import { type Client, clientName } from '../limits.ts'
import type { RecoveryParts } from '../parts.ts'
import { type Refusal, refused } from '../refusal.ts'
import { type Code, TICKET_LIFETIME_MINUTES, type Token } from '../secret.ts'
import { chargeClient, refundClient } from './charge-client.ts'
import { type CodeTarget, chargeGuess } from './charge-guess.ts'
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
  const { store, secrets, observe } = parts
  const refuse = reportRefusals(observe, 'verify-code')
  return async (
    input: CodeTarget & { code: Code },
    client: Client,
  ): Promise<CodeVerified | Refusal> => {
    const limited = await chargeClient(parts, 'proof-by-client', client)
    if (limited) return refuse(limited)

    const guess = await chargeGuess(parts, { target: input, code: input.code }, client)
    if (guess.status !== 'charged') return refuse(guess)

    const { candidates } = guess
    const requestId =
      'requestId' in input ? input.requestId : (await store.findCode(candidates))?.requestId
    const candidate = candidates.find((one) => one.requestId === requestId)
    const clientDigest = secrets.clientDigest(clientName(client))
    const ticket = secrets.newToken()
    const spent =
      candidate &&
      (await store.spendCode({
        ...candidate,
        ticketDigest: secrets.tokenDigest(ticket),
        ticketLifetimeMinutes: TICKET_LIFETIME_MINUTES,
        clientDigest,
      }))
    if (!spent || spent.status === 'wrong') {
      const guessed = candidates[0]?.requestId
      await store.recordRefusal({ kind: 'code-verified', requestId: guessed, clientDigest })
      return refuse(refused('wrong'))
    }

    await refundClient(parts, 'proof-by-client', client)
    observe({ event: 'recovery.code-verified', requestId: candidate.requestId })
    return {
      status: 'verified',
      ticket,
      expiresAt: spent.ticketExpiresAt,
      login: spent.owner.registered,
    }
  }
}
