import type { Argon2Parameters } from './argon2-hash.ts'

/* The only file that knows the two argon2 libraries. Both read and write the same PHC strings (decision 35). */

/** OWASP Password Storage Cheat Sheet's first choice for argon2id: 19 MiB, two passes, one lane. */
export const ownParameters = {
  algorithm: 'argon2id',
  version: 19,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
  outputLen: 32,
} as const satisfies Omit<Argon2Parameters, 'saltLen'>

/** How a hash is made. Always of version 19. */
export type Argon2Making = Omit<Argon2Parameters, 'saltLen' | 'version'> & {
  /** Absent: 16 random bytes. */
  salt?: Buffer
}

/** Computes argon2 on libuv's thread pool. */
export type Argon2Engine = {
  name: 'argon2' | '@node-rs/argon2'
  /** With a new salt, and with our parameters unless others are given. */
  hash(password: string, making?: Argon2Making): Promise<string>
  verify(stored: string, password: string): Promise<boolean>
}

/** The C reference implementation. It is always installed. */
export async function loadReferenceEngine(): Promise<Argon2Engine> {
  const { argon2d, argon2i, argon2id, hash, verify } = await import('argon2')
  const types = { argon2d, argon2i, argon2id } as const
  return {
    name: 'argon2',
    hash: (password, { algorithm, outputLen, ...making } = ownParameters) =>
      hash(password, { ...making, type: types[algorithm], hashLength: outputLen, version: 19 }),
    verify,
  }
}

/** RustCrypto's implementation takes half the time. Rejects where its optional binary is missing or does not load. */
export async function loadFastEngine(): Promise<Argon2Engine> {
  const { hash, verify } = await import('@node-rs/argon2')
  // The library's enums exist as types only. Of its versions, 1 is version 19.
  const algorithms = { argon2d: 0, argon2i: 1, argon2id: 2 }
  return {
    name: '@node-rs/argon2',
    hash: (password, { algorithm, ...making } = ownParameters) =>
      hash(password, { ...making, algorithm: algorithms[algorithm], version: 1 }),
    verify,
  }
}

export function loadArgon2Engine(loadPreferred = loadFastEngine): Promise<Argon2Engine> {
  return loadPreferred().catch(() => loadReferenceEngine())
}
