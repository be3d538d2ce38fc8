import { partsOf } from '../password-formats/stored-password.ts'
import { isPbkdf2Hash, type Pbkdf2Hash, pbkdf2Reading } from './pbkdf2-reading.ts'
import { bytesOf, bytesOfHex, damaged, type ForeignFormat } from './reading.ts'

/* PBKDF2 as single applications and frameworks store it. */

/** Mattermost: `$pbkdf2$f=SHA256,w=600000,l=32$salt$hash`. */
export const mattermostPbkdf2: ForeignFormat = (stored) => {
  if (!stored.startsWith('$pbkdf2$f=')) return undefined
  const format = 'pbkdf2 (Mattermost)'
  const [, rounds, length, salt = '', digest = ''] =
    /^\$pbkdf2\$f=SHA256,w=(\d{1,9}),l=(\d{1,3})\$([\w+/]+)\$([\w+/]+)$/.exec(stored) ?? []
  if (bytesOf(digest).length !== Number(length)) return { format, problem: damaged }
  return pbkdf2Reading({
    format,
    writtenAs: length === '32' ? { write: 'mattermost-pbkdf2', cost: Number(rounds) } : undefined,
    hash: 'sha256',
    rounds: Number(rounds),
    salt: bytesOf(salt),
    digest: bytesOf(digest),
  })
}

/** Werkzeug: `pbkdf2:sha256:1000000$salt$hash`, where the salt is text and the hash hexadecimal. */
export const werkzeugPbkdf2: ForeignFormat = (stored) => {
  if (!stored.startsWith('pbkdf2:')) return undefined
  const format = 'pbkdf2 (Werkzeug)'
  const [, hash, rounds, salt = '', digest = ''] =
    /^pbkdf2:(sha1|sha256|sha512):(\d{1,9})\$([^$]+)\$([0-9a-f]+)$/.exec(stored) ?? []
  if (!isPbkdf2Hash(hash)) return { format, problem: damaged }
  return pbkdf2Reading({
    format,
    writtenAs: { write: 'werkzeug-pbkdf2', prefix: hash, cost: Number(rounds) },
    hash,
    rounds: Number(rounds),
    salt,
    digest: bytesOfHex(digest),
  })
}

/** What Spring's two prefixes mean. The text itself has no parameters. */
export const springPbkdf2Kinds = {
  'pbkdf2@SpringSecurity_v5_8': { hash: 'sha256', rounds: 310_000, saltBytes: 16 },
  pbkdf2: { hash: 'sha1', rounds: 185_000, saltBytes: 8 },
} as const satisfies Record<string, { hash: Pbkdf2Hash; rounds: number; saltBytes: number }>

/** Spring: `{pbkdf2}` and the salt and the hash in one hexadecimal text. */
export const springPbkdf2: ForeignFormat = (stored) => {
  const [, prefix, text = ''] = /^\{(pbkdf2(?:@SpringSecurity_v5_8)?)\}(.*)$/s.exec(stored) ?? []
  if (prefix === undefined) return undefined
  const { hash, rounds, saltBytes } = springPbkdf2Kinds[prefix as keyof typeof springPbkdf2Kinds]
  const bytes = bytesOfHex(text)
  return pbkdf2Reading({
    format: 'pbkdf2 (Spring)',
    writtenAs: { write: 'spring-pbkdf2', prefix },
    hash,
    rounds,
    salt: bytes.subarray(0, saltBytes),
    digest: bytes.subarray(saltBytes),
    digestBytes: 32,
  })
}

/**
 * Payload: salt and hash in two columns, each hexadecimal; the salt is used as text. Until 2026 it had 25 000 rounds and
 * 512 bytes, then parameters before the hash.
 */
export const payloadPbkdf2: ForeignFormat = (stored) => {
  const { hash = '', salt = '', algorithm } = partsOf(stored) ?? {}
  if (!/^[0-9a-f]{64}$/.test(salt) || algorithm !== undefined) return undefined
  const [, version, rounds, length, digest = ''] =
    /^(?:pbkdf2-sha256-(v1|v2-i(\d{1,9})-l(\d{1,3})):)?([0-9a-f]+)$/.exec(hash) ?? []
  if (version === undefined && digest.length !== 1024) return undefined
  const prefix = version?.slice(0, 2) ?? 'legacy'
  const shape = { legacy: [25_000, 512], v1: [600_000, 32], v2: [Number(rounds), Number(length)] }
  const [cost = 0, digestBytes = 0] = shape[prefix as keyof typeof shape]
  return pbkdf2Reading({
    format: 'pbkdf2 (Payload)',
    writtenAs: {
      write: 'payload',
      prefix,
      ...(prefix === 'v2' ? { cost } : {}),
      ...(prefix === 'legacy'
        ? { doubt: 'passport-local-mongoose has the same lengths with other parameters' }
        : {}),
    },
    hash: 'sha256',
    rounds: cost,
    salt,
    digest: bytesOfHex(digest),
    digestBytes,
  })
}

/** Discourse: hash, salt and parameters in three columns; the hexadecimal salt is used as text. */
export const discoursePbkdf2: ForeignFormat = (stored) => {
  const { hash = '', salt = '', algorithm = '' } = partsOf(stored) ?? {}
  const rounds = /^\$pbkdf2-sha256\$i=(\d{1,9}),l=32\$?$/.exec(algorithm)?.[1]
  if (rounds === undefined) return undefined
  return pbkdf2Reading({
    format: 'pbkdf2 (Discourse)',
    writtenAs: { write: 'discourse', cost: Number(rounds) },
    hash: 'sha256',
    rounds: Number(rounds),
    salt,
    digest: bytesOfHex(hash),
    digestBytes: 32,
  })
}

const keycloakHashes = {
  pbkdf2: 'sha1',
  'pbkdf2-sha256': 'sha256',
  'pbkdf2-sha512': 'sha512',
} as const
/** The names that Keycloak has for them. */
export type KeycloakPbkdf2 = keyof typeof keycloakHashes
export const keycloakHashOf = (name: KeycloakPbkdf2): Pbkdf2Hash => keycloakHashes[name]

/** Keycloak: two texts of JSON, `secret_data` (here the hash) and `credential_data` (here the algorithm). */
export const keycloakPbkdf2: ForeignFormat = (stored) => {
  const { hash = '', algorithm = '' } = partsOf(stored) ?? {}
  if (!hash.startsWith('{') || !algorithm.includes('"pbkdf2')) return undefined
  const format = 'pbkdf2 (Keycloak)'
  try {
    const secret = JSON.parse(hash) as { value: string; salt: string }
    const made = JSON.parse(algorithm) as { hashIterations: number; algorithm: KeycloakPbkdf2 }
    const name = made.algorithm
    if (!Object.hasOwn(keycloakHashes, name)) return { format, problem: damaged }
    return pbkdf2Reading({
      format,
      writtenAs: { write: 'keycloak-pbkdf2', prefix: name, cost: made.hashIterations },
      hash: keycloakHashes[name],
      rounds: made.hashIterations,
      salt: bytesOf(secret.salt),
      digest: bytesOf(secret.value),
    })
  } catch {
    return { format, problem: damaged }
  }
}
