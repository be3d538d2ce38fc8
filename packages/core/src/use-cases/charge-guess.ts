import type { EmailAddress } from '../email-address.ts'
import { type Client, shareName } from '../limits.ts'
import type { RecoveryParts } from '../parts.ts'
import type { Limited, RecoveryStore } from '../ports/index.ts'
import { type Refusal, rateLimited, refused } from '../refusal.ts'
import type { Code } from '../secret.ts'

/** Which request a code is for: the one with this id, or any of the newest of this address. */
export type CodeTarget = { requestId: string } | { address: EmailAddress }

/** A request that the code may be for, and the code as it would be stored for it. */
export type Candidate = Parameters<RecoveryStore['findCode']>[0][number]

type GuessCharge =
  | { status: 'charged'; requestIds: readonly string[] }
  | { status: 'unknown' | 'expired' | 'exhausted' }
  | Limited

/**
 * Charges one guess of a code: to the client's network while the global budget is scarce, and to the request, or to
 * every request that the code may be for.
 *
 * @returns those requests, or a refusal.
 */
export async function chargeGuess(
  parts: RecoveryParts,
  { target, code }: { target: CodeTarget; code: Code },
  client: Client,
): Promise<{ status: 'charged'; candidates: readonly Candidate[] } | Refusal> {
  const { limiter, secrets, policy } = parts
  const share = await limiter.chargeGuessShare({
    network: secrets.clientDigest(shareName(client)),
    inAll: policy.limits['guess-in-all'],
  })
  const guess = share.status === 'charged' ? await chargeTarget(parts, target) : share
  if (guess.status === 'rate-limited') return rateLimited(guess.retryAfterSeconds)
  if (guess.status !== 'charged') return refused(guess.status)
  const candidates = guess.requestIds.map((requestId) => ({
    requestId,
    codeDigests: secrets.codeDigests(requestId, code),
  }))
  return { status: 'charged', candidates }
}

async function chargeTarget(
  { store, secrets, policy }: RecoveryParts,
  target: CodeTarget,
): Promise<GuessCharge> {
  if ('address' in target) {
    const addressDigest = secrets.addressDigest(target.address)
    const former = secrets.formerAddressDigests(target.address)
    return store.chargeGuessByAddress(addressDigest, policy.limits, former)
  }
  const guess = await store.chargeGuess(target.requestId, policy.limits)
  if (guess === 'charged') return { status: guess, requestIds: [target.requestId] }
  return typeof guess === 'string' ? { status: guess } : guess
}
