import type { Argon2Parameters } from './argon2-hash.ts'

/* The only file that knows the two argon2 libraries. Both read and write the same PHC strings (decision 0035). */

/** OWASP Password Storage Cheat Sheet's first choice for argon2id: 19 MiB, two passes, one lane. */
export const ownParameters = {
  algorithm: 'argon2id',
  version: 19,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
  outputLen: 32,
} as const satisfies Omit<Argon2Parameters, 'saltLen'>

const { memoryCost, timeCost, parallelism, outputLen } = ownParameters

/** Computes argon2 on libuv's thread pool. */
export type Argon2Engine = {
  name: 'argon2' | '@node-rs/argon2'
  /** argon2id with our parameters and a new salt. */
  hash(password: string): Promise<string>
  verify(stored: string, password: string): Promise<boolean>
}

/** The C reference implementation. It is always installed. */
export async function loadReferenceEngine(): Promise<Argon2Engine> {
  const { argon2id, hash, verify } = await import('argon2')
  const options = {
    type: argon2id,
    memoryCost,
    timeCost,
    parallelism,
    hashLength: outputLen,
  } as const
  return { name: 'argon2', hash: (password) => hash(password, options), verify }
}

/** RustCrypto's implementation takes half the time. Rejects where its optional binary is missing or does not load. */
export async function loadFastEngine(): Promise<Argon2Engine> {
  const { hash, verify } = await import('@node-rs/argon2')
  // The library's enums exist as types only: 2 is argon2id, 1 is version 19.
  const options = { algorithm: 2, version: 1, memoryCost, timeCost, parallelism, outputLen }
  return { name: '@node-rs/argon2', hash: (password) => hash(password, options), verify }
}

export function loadArgon2Engine(loadPreferred = loadFastEngine): Promise<Argon2Engine> {
  return loadPreferred().catch(() => loadReferenceEngine())
}
