/** Formats of stored passwords, and what hashes them. */
export {
  type Argon2Engine,
  loadArgon2Engine,
  loadFastEngine,
  loadReferenceEngine,
} from '../adapters/argon2-engine.ts'
export type { HashingWatch } from '../adapters/hashing-watch.ts'
export { formats } from '../adapters/password-formats/formats.ts'
export * from '../adapters/password-formats/index.ts'
export { partsOf } from '../adapters/password-formats/stored-password.ts'
export { createPasswordHasher, hashingSlots } from '../adapters/password-hasher.ts'
export { formatOf, mappedHasher, passwordRulesOf } from '../compose/account-parts.ts'
