import { springPbkdf2Kinds } from '../foreign-hashes/pbkdf2-applications.ts'
import type { Making } from './format.ts'
import type { FormatName } from './format-names.ts'
import { payloadRounds } from './pbkdf2-formats.ts'

/*
 * What OWASP recommends for each way of hashing.
 * https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
 */

type Made = Pick<Making, 'prefix' | 'cost' | 'parameters'>

/** Each is enough: more memory needs fewer passes. In KiB. */
const argon2 = [
  { m: 47_104, t: 1 },
  { m: 19_456, t: 2 },
  { m: 12_288, t: 3 },
  { m: 9_216, t: 4 },
  { m: 7_168, t: 5 },
]

/** Each is enough, with blocks of r = 8. */
const scrypt = [
  { N: 2 ** 17, p: 1 },
  { N: 2 ** 16, p: 2 },
  { N: 2 ** 15, p: 3 },
  { N: 2 ** 14, p: 5 },
  { N: 2 ** 13, p: 10 },
]

const pbkdf2 = { sha1: 1_300_000, sha256: 600_000, sha512: 210_000 }

/** @returns what is recommended, as a sentence, if the passwords are weaker than that. */
export function weaknessOf(name: FormatName, made: Made): string | undefined {
  const { cost = 0, parameters } = made
  if (/argon2/.test(name)) {
    const { m = 0, t = 0 } = parameters
    return argon2.some((one) => m >= one.m && t >= one.t)
      ? undefined
      : 'OWASP recommends m = 19456 and t = 2 or more for this format.'
  }
  if (/scrypt|^better-auth$/.test(name)) {
    const { N, r, p } = name === 'better-auth' ? { N: 16_384, r: 16, p: 1 } : parameters
    return scrypt.some((one) => (N ?? 0) * (r ?? 0) >= one.N * 8 && (p ?? 0) >= one.p)
      ? undefined
      : 'OWASP recommends N = 131072, r = 8 and p = 1 or more for this format.'
  }
  if (/bcrypt|^metabase$/.test(name)) {
    return cost >= 10 ? undefined : 'OWASP recommends a cost of 10 or more for this format.'
  }
  const { hash, rounds } = roundsOf(name, made)
  return rounds >= pbkdf2[hash]
    ? undefined
    : `OWASP recommends ${pbkdf2[hash]} rounds or more for this format.`
}

type Rounds = { hash: keyof typeof pbkdf2; rounds: number }

/** In some formats, the variant is the only one to say them. */
function roundsOf(name: FormatName, { prefix, cost }: Made): Rounds {
  if (name === 'spring-pbkdf2') {
    return springPbkdf2Kinds[prefix as keyof typeof springPbkdf2Kinds]
  }
  if (name === 'payload' && prefix !== 'v2') {
    return { hash: 'sha256', rounds: payloadRounds[prefix as keyof typeof payloadRounds] }
  }
  return { hash: hashOf(name, prefix), rounds: cost }
}

function hashOf(name: FormatName, prefix: string): keyof typeof pbkdf2 {
  const said = /sha1|sha256|sha512/.exec(`${prefix} ${name}`)?.[0]
  if (said === 'sha1' || said === 'sha512') return said
  return name === 'keycloak-pbkdf2' && prefix === 'pbkdf2' ? 'sha1' : 'sha256'
}
