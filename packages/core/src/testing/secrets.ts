import type { Digest } from '../digest.ts'
import type { Secrets } from '../ports/index.ts'
import type { Code, Token } from '../secret.ts'

/** Predictable secrets: counters in the shape of tokens and codes, never the same twice. */
export function createCountingSecrets(): Secrets {
  let ids = 0
  let tokens = 0
  let codes = 0
  return {
    newId: () => `abcdef00-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
    // 42 free characters and one whose low two bits are zero: the canonical spelling of 32 bytes.
    newToken: () => `${String(++tokens).padStart(42, '0')}A` as Token,
    // The step shares no factor with a million, so codes repeat only after all were used. The first starts with zeros.
    newCode: () => String((1234 + codes++ * 617_283) % 1_000_000).padStart(6, '0') as Code,
    tokenDigest: (token) => bytesOf(`token:${token}`),
    codeDigest: (requestId, code) => bytesOf(`code:${requestId}:${code}`),
    codeDigests: (requestId, code) => [bytesOf(`code:${requestId}:${code}`)],
    addressDigest: (address) => bytesOf(`address:${address.canonical}`),
    clientDigest: (clientName) => bytesOf(`client:${clientName}`),
    signInPairDigest: (address, clientName) =>
      bytesOf(`sign-in-pair:${address.canonical} ${clientName}`),
    formerAddressDigests: () => [],
  }
}

/** Digests are compared by value, as a database does. */
export function sameDigest<D extends Digest>(one: D, other: D): boolean {
  return keyOf(one) === keyOf(other)
}

/** A digest as the key of a map. */
export function keyOf(digest: Digest): string {
  return String.fromCharCode(...digest)
}

function bytesOf<D extends Digest>(ascii: string): D {
  return Uint8Array.from(ascii, (character) => character.charCodeAt(0)) as Uint8Array as D
}
