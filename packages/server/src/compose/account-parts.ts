import type { PasswordRules } from '@latchkey/core'
import type { WrittenLengths } from '@latchkey/db'
import type { Argon2Engine } from '../adapters/argon2-engine.ts'
import type { HashingWatch } from '../adapters/hashing-watch.ts'
import {
  createMappedHasher,
  type PasswordWriter,
  weaknessOf,
  writerFor,
} from '../adapters/password-formats/index.ts'
import type { Hasher } from '../adapters/password-hasher.ts'
import type { AccountsElsewhere, MappedAccounts } from '../config/accounts-elsewhere.ts'

/* What the formats of passwords do for the users of an application. */

/**
 * Writes passwords in the format of the map.
 *
 * @throws Error if the format cannot be written, which {@link formatOf} says in words.
 */
export function mappedHasher(
  accounts: MappedAccounts,
  argon2: Argon2Engine,
  hashing?: HashingWatch,
): Hasher {
  return createMappedHasher(argon2, writerOf(accounts, argon2), hashing)
}

export type Format = {
  /** At most, of each part of a stored password. */
  lengths: WrittenLengths
  /** Below what OWASP recommends today, in words; absent: not below. */
  weakness?: string
}

/** @returns why this server cannot write the format of the map, in words, or what it writes. */
export function formatOf(accounts: MappedAccounts): Format | { problem: string } {
  const found = findWriter(accounts, unused)
  if (!found.ok) return { problem: found.problems.join(' ') }
  const { lengths, name, making } = found.writer
  const weakness = weaknessOf(name, making)
  return { lengths, ...(weakness !== undefined && { weakness }) }
}

/**
 * The form of a new password that the application's own sign-in hashes too, and how long it may be.
 *
 * @throws Error if the format cannot be written.
 */
export function passwordRulesOf(
  accounts: AccountsElsewhere,
): Pick<PasswordRules, 'normalise' | 'maxBytes'> {
  if (accounts.kind !== 'mapped') return accounts.password
  return {
    normalise: accounts.map.password.normalise,
    maxBytes: writerOf(accounts, unused).maxBytes,
  }
}

const unused = { hash: () => Promise.reject(new Error('Nothing is hashed here')) }

function findWriter({ map, pepper }: MappedAccounts, argon2: Pick<Argon2Engine, 'hash'>) {
  return writerFor(map.password, { argon2, pepper })
}

function writerOf(accounts: MappedAccounts, argon2: Pick<Argon2Engine, 'hash'>): PasswordWriter {
  const found = findWriter(accounts, argon2)
  if (!found.ok) throw new Error(found.problems.join(' '))
  return found.writer
}
