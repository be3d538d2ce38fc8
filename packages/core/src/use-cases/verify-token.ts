import type { TokenDigest } from '../digest.ts'
import type { Client } from '../limits.ts'
import type { NoRight, Right } from '../ports.ts'
import type { RecoveryParts } from '../recovery.ts'
import { type Refusal, refused } from '../refusal.ts'
import type { Token } from '../secret.ts'
import { limitClient, refuser } from './step.ts'

export type TokenVerified = { status: 'verified'; expiresAt: Date; login: string }

/** Says whether a link or ticket is good. Spends nothing, so scanners and previews may look as often as they like. */
export function verifyToken(parts: RecoveryParts) {
  return look(parts, {
    call: 'verify-token',
    find: (tokenDigest) => parts.store.findRight(tokenDigest),
    event: 'recovery.token-verified',
  })
}

/** Says whether the link of a notice is good. Spends nothing, like every look. */
export function verifyNotMe(parts: RecoveryParts) {
  return look(parts, {
    call: 'verify-not-me',
    find: (tokenDigest) => parts.store.findNotMe(tokenDigest),
    event: 'recovery.not-me-verified',
  })
}

type Look = {
  call: Parameters<typeof refuser>[1]
  find: (tokenDigest: TokenDigest) => Promise<Right | NoRight>
  event: 'recovery.token-verified' | 'recovery.not-me-verified'
}

function look(parts: RecoveryParts, { call, find, event }: Look) {
  const { secrets, observe } = parts
  const refuse = refuser(observe, call)
  return async (
    input: { token: Token | undefined },
    client: Client,
  ): Promise<TokenVerified | Refusal> => {
    const limited = await limitClient(parts, 'proof-by-client', client)
    if (limited) return refuse(limited)
    if (!input.token) return refuse(refused('unknown'))

    const found = await find(secrets.tokenDigest(input.token))
    if (found.status === 'none') return refuse(refused(found.reason))

    observe({ event })
    return { status: 'verified', expiresAt: found.expiresAt, login: found.owner.registered }
  }
}
