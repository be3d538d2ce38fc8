import type { Client } from '../limits.ts'
import type { RecoveryParts } from '../recovery.ts'
import { type Refusal, refused } from '../refusal.ts'
import type { Token } from '../secret.ts'
import { limitClient, refuser } from './step.ts'

export type TokenVerified = { status: 'verified'; expiresAt: Date; login: string }

/** Says whether a link or ticket is good. Spends nothing, so scanners and previews may look as often as they like. */
export function verifyToken(parts: RecoveryParts) {
  const { store, secrets, observe } = parts
  const refuse = refuser(observe, 'verify-token')
  return async (
    input: { token: Token | undefined },
    client: Client,
  ): Promise<TokenVerified | Refusal> => {
    const limited = await limitClient(parts, 'proof-by-client', client)
    if (limited) return refuse(limited)
    if (!input.token) return refuse(refused('unknown'))

    const right = await store.findRight(secrets.tokenDigest(input.token))
    if (right.status === 'none') return refuse(refused(right.reason))

    observe({ event: 'recovery.token-verified' })
    return { status: 'verified', expiresAt: right.expiresAt, login: right.owner.registered }
  }
}
