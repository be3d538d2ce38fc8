import type { TokenDigest } from '../digest.ts'
import type { RecoveryStep } from '../event.ts'
import type { Client } from '../limits.ts'
import type { RecoveryParts } from '../parts.ts'
import type { NoRight, Right } from '../ports/index.ts'
import { type Refusal, refused } from '../refusal.ts'
import type { Token } from '../secret.ts'
import { chargeClient, refundClient } from './charge-client.ts'
import { reportRefusals } from './refuse.ts'

/** The link or ticket is valid, and whose password it may change. */
export type TokenVerified = { status: 'verified'; expiresAt: Date; login: string }

/** Whether a link or a ticket is valid. Spends nothing, so that link scanners and previews do no harm. */
export function verifyToken(parts: RecoveryParts) {
  return check(parts, {
    step: 'verify-token',
    find: (tokenDigest) => parts.store.findRight(tokenDigest),
    event: 'recovery.token-verified',
  })
}

/** Whether the not-me link of a notice is valid. Spends nothing. */
export function verifyNotMe(parts: RecoveryParts) {
  return check(parts, {
    step: 'verify-not-me',
    find: (tokenDigest) => parts.store.findNotMe(tokenDigest),
    event: 'recovery.not-me-verified',
  })
}

type Check = {
  step: RecoveryStep
  find: (tokenDigest: TokenDigest) => Promise<Right | NoRight>
  event: 'recovery.token-verified' | 'recovery.not-me-verified'
}

function check(parts: RecoveryParts, { step, find, event }: Check) {
  const { secrets, observe } = parts
  const refuse = reportRefusals(observe, step)
  return async (
    input: { token: Token | undefined },
    client: Client,
  ): Promise<TokenVerified | Refusal> => {
    const limited = await chargeClient(parts, 'proof-by-client', client)
    if (limited) return refuse(limited)
    if (!input.token) return refuse(refused('unknown'))

    const found = await find(secrets.tokenDigest(input.token))
    if (found.status === 'none') return refuse(refused(found.reason))

    await refundClient(parts, 'proof-by-client', client)
    observe({ event })
    return { status: 'verified', expiresAt: found.expiresAt, login: found.owner.registered }
  }
}
