import { randomBytes } from 'node:crypto'
import { aspNetHashes } from '../foreign-hashes/pbkdf2.ts'
import {
  type KeycloakPbkdf2,
  keycloakHashOf,
  springPbkdf2Kinds,
} from '../foreign-hashes/pbkdf2-applications.ts'
import { derivePbkdf2, MOST_ROUNDS, type Pbkdf2Hash } from '../foreign-hashes/pbkdf2-reading.ts'
import { bareBase64, base64Length, type Format, randomText } from './format.ts'

const digits = (number: number) => String(number).length
/** Rounds, where the digest has more than one block. */
const rounds = (usual: number, blocks = 1) => ({
  usual,
  least: 1,
  most: Math.floor(MOST_ROUNDS / blocks),
})
const digestBytes = { sha1: 20, sha256: 32, sha512: 64 }

/** passlib's Base64: `.` for `+`, and no padding. */
const passlibBase64 = (bytes: Buffer) => bareBase64(bytes).replaceAll('+', '.')

function passlib(hash: 'sha256' | 'sha512', usual: number): Format {
  return {
    parts: ['hash'],
    cost: () => rounds(usual),
    lengths: ({ cost }) => ({
      hash: `$pbkdf2-${hash}$${cost}$`.length + 22 + 1 + base64Length(digestBytes[hash]),
    }),
    async write(password, { cost }) {
      const salt = randomBytes(16)
      const key = await derivePbkdf2(password, salt, cost, digestBytes[hash], hash)
      return { hash: `$pbkdf2-${hash}$${cost}$${passlibBase64(salt)}$${passlibBase64(key)}` }
    },
  }
}

const keycloakRounds = { 'pbkdf2-sha512': 210_000, 'pbkdf2-sha256': 600_000, pbkdf2: 700_000 }
const KEYCLOAK_KEY = 64

const payloadBytes = { legacy: 512, v1: 32, v2: 32 }
/** Of the versions that do not say them. */
export const payloadRounds = { legacy: 25_000, v1: 600_000 }

export const pbkdf2Formats = {
  /** `PBKDF2PasswordHasher` of Django 6.0. Another number is verified, and raised at the next sign-in. */
  'django-pbkdf2': {
    parts: ['hash'],
    cost: () => rounds(1_200_000),
    lengths: ({ cost }) => ({ hash: 'pbkdf2_sha256$'.length + digits(cost) + 1 + 22 + 1 + 44 }),
    async write(password, { cost }) {
      const salt = randomText(22)
      const key = await derivePbkdf2(password, salt, cost, 32, 'sha256')
      return { hash: `pbkdf2_sha256$${cost}$${salt}$${key.toString('base64')}` }
    },
  },
  /** `PasswordHasherOptions` has 100 000 rounds, of SHA-512 since .NET 7. */
  'aspnet-identity-3': {
    parts: ['hash'],
    prefixes: ['sha512', 'sha256', 'sha1'],
    cost: (prefix) => rounds(100_000, prefix === 'sha1' ? 2 : 1),
    lengths: () => ({ hash: 84 }),
    async write(password, { prefix, cost }) {
      const salt = randomBytes(16)
      const hash = prefix as Pbkdf2Hash
      const header = Buffer.alloc(13)
      header.writeUInt8(1, 0)
      header.writeUInt32BE(aspNetHashes.indexOf(hash), 1)
      header.writeUInt32BE(cost, 5)
      header.writeUInt32BE(salt.length, 9)
      const key = await derivePbkdf2(password, salt, cost, 32, hash)
      return { hash: Buffer.concat([header, salt, key]).toString('base64') }
    },
  },
  /** `generate_password_hash` of Werkzeug 3.1. */
  'werkzeug-pbkdf2': {
    parts: ['hash'],
    prefixes: ['sha256', 'sha512', 'sha1'],
    cost: () => rounds(1_000_000),
    lengths: ({ prefix, cost }) => ({
      hash: `pbkdf2:${prefix}:${cost}$`.length + 16 + 1 + 2 * digestBytes[prefix as Pbkdf2Hash],
    }),
    async write(password, { prefix, cost }) {
      const salt = randomText(16)
      const hash = prefix as Pbkdf2Hash
      const key = await derivePbkdf2(password, salt, cost, digestBytes[hash], hash)
      return { hash: `pbkdf2:${prefix}:${cost}$${salt}$${key.toString('hex')}` }
    },
  },
  /** `Pbkdf2PasswordEncoder`. Rounds and hash are not in the text: they follow from the prefix. */
  'spring-pbkdf2': {
    parts: ['hash'],
    prefixes: ['pbkdf2@SpringSecurity_v5_8', 'pbkdf2'],
    lengths: ({ prefix }) => ({
      hash: `{${prefix}}`.length + 2 * (springKind(prefix).saltBytes + 32),
    }),
    async write(password, { prefix }) {
      const kind = springKind(prefix)
      const salt = randomBytes(kind.saltBytes)
      const key = await derivePbkdf2(password, salt, kind.rounds, 32, kind.hash)
      return { hash: `{${prefix}}${Buffer.concat([salt, key]).toString('hex')}` }
    },
  },
  /** Mattermost has 600 000 rounds, and rejects passwords of more than 72 bytes in every format. */
  'mattermost-pbkdf2': {
    parts: ['hash'],
    cost: () => rounds(600_000),
    maxBytes: 72,
    lengths: ({ cost }) => ({ hash: `$pbkdf2$f=SHA256,w=${cost},l=32$`.length + 22 + 1 + 43 }),
    async write(password, { cost }) {
      const salt = randomBytes(16)
      const key = await derivePbkdf2(password, salt, cost, 32, 'sha256')
      return { hash: `$pbkdf2$f=SHA256,w=${cost},l=32$${bareBase64(salt)}$${bareBase64(key)}` }
    },
  },
  /** passlib's default. */
  'passlib-pbkdf2-sha256': passlib('sha256', 29_000),
  /** Odoo's least number of rounds; passlib's default is 25 000. */
  'passlib-pbkdf2-sha512': passlib('sha512', 600_000),
  /** All versions of Payload read `legacy`. Those of 2026 write `v2`, with 600 000 rounds. */
  payload: {
    parts: ['hash', 'salt'],
    prefixes: ['legacy', 'v2', 'v1'],
    cost: (prefix) => (prefix === 'v2' ? rounds(600_000) : undefined),
    lengths: ({ prefix, cost }) => ({
      hash: payloadPrefix(prefix, cost).length + 2 * payloadBytes[prefix as PayloadVersion],
      salt: 64,
    }),
    async write(password, { prefix, cost }) {
      const salt = randomBytes(32).toString('hex')
      const count = prefix === 'v2' ? cost : payloadRounds[prefix as keyof typeof payloadRounds]
      const length = payloadBytes[prefix as PayloadVersion]
      const key = await derivePbkdf2(password, salt, count, length, 'sha256')
      return { hash: `${payloadPrefix(prefix, cost)}${key.toString('hex')}`, salt }
    },
  },
  /** Discourse has 600 000 rounds. */
  discourse: {
    parts: ['hash', 'salt', 'algorithm'],
    cost: () => rounds(600_000),
    lengths: ({ cost }) => ({
      hash: 64,
      salt: 32,
      algorithm: `$pbkdf2-sha256$i=${cost},l=32$`.length,
    }),
    async write(password, { cost }) {
      const salt = randomBytes(16).toString('hex')
      const key = await derivePbkdf2(password, salt, cost, 32, 'sha256')
      return { hash: key.toString('hex'), salt, algorithm: `$pbkdf2-sha256$i=${cost},l=32$` }
    },
  },
  /** Keycloak's `secret_data` is the hash here, its `credential_data` the algorithm. It keeps people in a cache. */
  'keycloak-pbkdf2': {
    parts: ['hash', 'algorithm'],
    prefixes: ['pbkdf2-sha512', 'pbkdf2-sha256', 'pbkdf2'],
    cost: (prefix) =>
      rounds(
        keycloakRounds[prefix as KeycloakPbkdf2],
        Math.ceil(KEYCLOAK_KEY / digestBytes[keycloakHashOf(prefix as KeycloakPbkdf2)]),
      ),
    lengths: ({ prefix, cost }) => ({
      hash: keycloakSecret(Buffer.alloc(KEYCLOAK_KEY), Buffer.alloc(16)).length,
      algorithm: keycloakCredential(prefix, cost).length,
    }),
    async write(password, { prefix, cost }) {
      const salt = randomBytes(16)
      const hash = keycloakHashOf(prefix as KeycloakPbkdf2)
      const key = await derivePbkdf2(password, salt, cost, KEYCLOAK_KEY, hash)
      return { hash: keycloakSecret(key, salt), algorithm: keycloakCredential(prefix, cost) }
    },
  },
} as const satisfies Record<string, Format>

type PayloadVersion = keyof typeof payloadBytes

function payloadPrefix(prefix: string, cost: number): string {
  if (prefix === 'legacy') return ''
  return prefix === 'v1' ? 'pbkdf2-sha256-v1:' : `pbkdf2-sha256-v2-i${cost}-l32:`
}

function springKind(prefix: string) {
  return springPbkdf2Kinds[prefix as keyof typeof springPbkdf2Kinds]
}

function keycloakSecret(key: Buffer, salt: Buffer): string {
  const [value, saltText] = [key.toString('base64'), salt.toString('base64')]
  return JSON.stringify({ value, salt: saltText, additionalParameters: {} })
}

function keycloakCredential(algorithm: string, hashIterations: number): string {
  return JSON.stringify({ hashIterations, algorithm, additionalParameters: {} })
}
