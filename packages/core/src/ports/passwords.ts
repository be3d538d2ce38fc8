import type { HashablePassword, NormalPassword } from '../password.ts'

/**
 * Hashes and checks passwords behind a bounded queue: with argon2id, or in the format of an application. `hash` is for callers that have shown something
 * real, and does not wait behind the checks of strangers.
 *
 * `hash` and `verify` throw `Unavailable` when the queue is full.
 */
export interface PasswordHasher {
  hash(password: HashablePassword): Promise<string>
  /**
   * Checks our own hashes and those that accounts were imported with. If `stored` is undefined or has a problem, it
   * does the same work and returns `false`. Callers that are known do not wait behind those that are not.
   */
  verify(
    stored: string | undefined,
    password: string,
    caller: { isKnown: boolean },
  ): Promise<boolean>
  /** Whether the hash was made in another way than `hash` would make it today. */
  isOutdated(stored: string): boolean
  /** Why this hash is never checked, in words for the operator. `undefined`: it is checked. */
  problemWith(stored: string): string | undefined
}

/** Passwords known from breaches, looked up at an outside service. */
export interface BreachedPasswords {
  /** Never throws: a service that does not answer knows no password. */
  has(password: NormalPassword): Promise<boolean>
}
