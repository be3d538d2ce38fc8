import type { AddressDigest } from '../digest.ts'
import type { DeliveryParts } from '../parts.ts'
import type { Suppression } from '../ports/index.ts'
import { isAskedFor, type SuppressionCause } from '../suppression.ts'
import type { Ready } from './ready.ts'

export type LeftOut = { ready: Ready; cause: SuppressionCause }

/**
 * Which emails leave, and which do not, because the mail service reported their address. Only a worker looks this up: the
 * request path knows as little of it as of accounts.
 */
export async function leaveOutSuppressed(
  { suppressions, secrets }: Pick<DeliveryParts, 'suppressions' | 'secrets'>,
  emails: readonly Ready[],
): Promise<{ leaving: Ready[]; leftOut: LeftOut[] }> {
  if (emails.length === 0) return { leaving: [], leftOut: [] }
  const digestsOf = ({ owner }: Ready): AddressDigest[] => [
    secrets.addressDigest(owner),
    ...secrets.formerAddressDigests(owner),
  ]
  const found = await suppressions.find(emails.flatMap(digestsOf))
  const leaving: Ready[] = []
  const leftOut: LeftOut[] = []
  for (const ready of emails) {
    const digests = new Set(digestsOf(ready).map(keyOf))
    const stops = found.find((one) => digests.has(keyOf(one.digest)) && isStopped(ready, one))
    if (stops) leftOut.push({ ready, cause: stops.cause })
    else leaving.push(ready)
  }
  return { leaving, leftOut }
}

function isStopped({ message }: Ready, { stopsRecovery }: Suppression): boolean {
  return stopsRecovery || !isAskedFor(message.kind)
}

function keyOf(digest: AddressDigest): string {
  return String.fromCharCode(...digest)
}
