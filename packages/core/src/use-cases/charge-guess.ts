import type { EmailAddress } from '../email-address.ts'
import type { RecoveryParts } from '../parts.ts'
import type { Limited } from '../ports/index.ts'

/** Which request a code is for: the one with this id, or any of the newest of this address. */
export type CodeTarget = { requestId: string } | { address: EmailAddress }

type GuessCharge =
  | { status: 'charged'; requestIds: readonly string[] }
  | { status: 'unknown' | 'expired' | 'exhausted' }
  | Limited

/** Charges one guess: to the request, or to every request that the code may be for. */
export async function chargeGuess(
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
