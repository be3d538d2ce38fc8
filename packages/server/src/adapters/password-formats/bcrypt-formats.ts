import { randomBytes, randomUUID } from 'node:crypto'
import { hash as bcryptOf, type Version } from '@node-rs/bcrypt'
import {
  BYTES_READ,
  fits,
  fromBcryptBase64,
  HIGHEST_BCRYPT_COST,
  sha256Hex,
  symfonyDigest,
  wordpressDigest,
} from '../foreign-hashes/bcrypt.ts'
import type { Format } from './format.ts'

const BCRYPT_LENGTH = 60
const METABASE_SALT = 36

const costFrom = (usual: number) => () => ({ usual, least: 4, most: HIGHEST_BCRYPT_COST })

function bcrypt(text: string, { prefix, cost }: { prefix: string; cost: number }) {
  return bcryptOf(text, { cost, version: prefix as Version })
}

type After = {
  /** A text before the hash. */
  before: string
  usualCost: number
  version: Version
  /** What is hashed instead of the password. */
  digest?: (password: string) => string
}

function bcryptAfter({ before, usualCost, version, digest }: After): Format {
  return {
    parts: ['hash'],
    cost: costFrom(usualCost),
    ...(digest ? {} : { maxBytes: BYTES_READ }),
    lengths: () => ({ hash: before.length + BCRYPT_LENGTH }),
    async write(password, { cost }) {
      const text = digest ? digest(password) : password
      return { hash: `${before}${await bcrypt(text, { prefix: version, cost })}` }
    },
  }
}

export const bcryptFormats = {
  /** Cost 12 is what Laravel 12 and Devise have; GoTrue and node applications have 10. */
  bcrypt: {
    parts: ['hash'],
    prefixes: ['2b', '2a', '2y'],
    cost: costFrom(12),
    takesPepper: true,
    maxBytes: BYTES_READ,
    lengths: () => ({ hash: BCRYPT_LENGTH }),
    async write(password, making) {
      return { hash: await bcrypt(`${password}${making.pepper}`, making) }
    },
  },
  /** `BCryptPasswordEncoder` has a strength of 10 and writes 2a. */
  'spring-bcrypt': {
    parts: ['hash'],
    prefixes: ['2a', '2b', '2y'],
    cost: costFrom(10),
    maxBytes: BYTES_READ,
    lengths: () => ({ hash: '{bcrypt}'.length + BCRYPT_LENGTH }),
    async write(password, making) {
      return { hash: `{bcrypt}${await bcrypt(password, making)}` }
    },
  },
  /** `BCryptPasswordHasher` has 12 rounds. */
  'django-bcrypt': bcryptAfter({ before: 'bcrypt$', usualCost: 12, version: '2b' }),
  /** `BCryptSHA256PasswordHasher` has 12 rounds. */
  'django-bcrypt-sha256': bcryptAfter({
    before: 'bcrypt_sha256$',
    usualCost: 12,
    version: '2b',
    digest: sha256Hex,
  }),
  /** PHP's own default was 10 until 8.3. */
  'wordpress-bcrypt': bcryptAfter({
    before: '$wp',
    usualCost: 10,
    version: '2y',
    digest: wordpressDigest,
  }),
  /** `NativePasswordHasher` has a cost of 13. */
  'symfony-bcrypt': bcryptAfter({
    before: '',
    usualCost: 13,
    version: '2y',
    digest: (text) => (fits(text) ? text : symfonyDigest(text)),
  }),
  /** The driver has 10 rounds. */
  'adonis-bcrypt': {
    parts: ['hash'],
    cost: costFrom(10),
    maxBytes: BYTES_READ,
    lengths: ({ cost }) => ({ hash: `$bcrypt$v=98$r=${cost}$`.length + 22 + 1 + 31 }),
    async write(password, { cost }) {
      const salt = randomBytes(16)
      const made = await bcryptOf(password, { cost, salt, version: '2b' })
      const [saltText, digest] = [made.slice(7, 29), made.slice(29)].map(fromBcryptBase64)
      return { hash: `$bcrypt$v=98$r=${cost}$${saltText}$${digest}` }
    },
  },
  /** Its salt is a UUID before the password, which leaves half of what bcrypt reads. */
  metabase: {
    parts: ['hash', 'salt'],
    cost: costFrom(10),
    maxBytes: BYTES_READ - METABASE_SALT,
    lengths: () => ({ hash: BCRYPT_LENGTH, salt: METABASE_SALT }),
    async write(password, { cost }) {
      const salt = randomUUID()
      return { hash: await bcrypt(`${salt}${password}`, { prefix: '2a', cost }), salt }
    },
  },
} as const satisfies Record<string, Format>
