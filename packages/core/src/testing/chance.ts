import type { Digest } from '../digest.ts'
import type { NormalPassword } from '../password.ts'
import type { PasswordHasher, Secrets } from '../ports/index.ts'
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
    // The step shares no factor with a million, so codes repeat only after all were seen. Starts with zeros.
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
  return nameOf(one) === nameOf(other)
}

export function nameOf(digest: Digest): string {
  return String.fromCharCode(...digest)
}

function bytesOf<D extends Digest>(ascii: string): D {
  return Uint8Array.from(ascii, (character) => character.charCodeAt(0)) as Uint8Array as D
}

export type CountingHasher = PasswordHasher & {
  /** How much work was asked for. */
  readonly work: { hashed: number; verified: number }
  /** Does this once, while the next hash or check is on its way. */
  duringNext(something: () => Promise<unknown> | unknown): void
}

/** Costs nothing and counts everything. A hash of the `old` kind is outdated. */
export function createCountingHasher(): CountingHasher {
  const work = { hashed: 0, verified: 0 }
  let meanwhile: () => Promise<unknown> | unknown = () => undefined
  const takeAWhile = async () => {
    const once = meanwhile
    meanwhile = () => undefined
    await once()
  }
  return {
    work,
    duringNext(something) {
      meanwhile = something
    },
    async hash(password) {
      work.hashed += 1
      await takeAWhile()
      return hashOf(password)
    },
    async verify(stored, password) {
      work.verified += 1
      await takeAWhile()
      if (stored === undefined || stored.startsWith('bomb:')) return false
      return passwordIn(stored) === password
    },
    isOutdated: (stored) => stored.startsWith('old:'),
    problemWith: (stored) => (stored.startsWith('bomb:') ? 'it would take for ever' : undefined),
  }
}

export function hashOf(password: NormalPassword, kind: 'old' | 'new' = 'new'): string {
  return `${kind}:${password}`
}

function passwordIn(stored: string): string {
  return stored.slice(stored.indexOf(':') + 1)
}
