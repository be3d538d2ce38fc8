import { createHash, randomBytes } from 'node:crypto'
import { tooDear } from '../foreign-hashes/reading.ts'
import { betterAuthCost, signedHeader } from '../foreign-hashes/scrypt-applications.ts'
import { deriveScrypt, type ScryptCost, scryptProblem } from '../foreign-hashes/scrypt-reading.ts'
import { bareBase64, type Format, type Making, randomText } from './format.ts'

type Usual = { N: number; r: number; p: number }

const costOf = ({ parameters: { N = 0, r = 0, p = 0 } }: Making): ScryptCost => ({ n: N, r, p })

/** Parameters by their usual names: `N`, `r` and `p`. */
const scrypt = (usual: (prefix: string) => Usual) => ({
  parameters(prefix: string) {
    const { N, r, p } = usual(prefix)
    return {
      N: { usual: N, least: 2, most: 2 ** 20 },
      r: { usual: r, least: 1, most: 255 },
      p: { usual: p, least: 1, most: 255 },
    }
  },
  problem(making: Making) {
    const problem = scryptProblem(costOf(making))
    return problem === undefined || problem === tooDear ? problem : 'N must be a power of two'
  },
})

export const scryptFormats = {
  /** `ScryptPasswordHasher` of Django 5.1. */
  'django-scrypt': {
    parts: ['hash'],
    ...scrypt(() => ({ N: 16_384, r: 8, p: 5 })),
    lengths: ({ parameters: { N, r, p } }) => ({
      hash: `scrypt$${N}$$${r}$${p}$`.length + 22 + 88,
    }),
    async write(password, making) {
      const salt = randomText(22)
      const { n, r, p } = costOf(making)
      const key = await deriveScrypt(password, salt, { n, r, p, length: 64 })
      return { hash: `scrypt$${n}$${salt}$${r}$${p}$${key.toString('base64')}` }
    },
  },
  /** The default of Werkzeug since 2.3. */
  'werkzeug-scrypt': {
    parts: ['hash'],
    ...scrypt(() => ({ N: 32_768, r: 8, p: 1 })),
    lengths: ({ parameters: { N, r, p } }) => ({
      hash: `scrypt:${N}:${r}:${p}$`.length + 16 + 1 + 128,
    }),
    async write(password, making) {
      const salt = randomText(16)
      const { n, r, p } = costOf(making)
      const key = await deriveScrypt(password, salt, { n, r, p, length: 64 })
      return { hash: `scrypt:${n}:${r}:${p}$${salt}$${key.toString('hex')}` }
    },
  },
  /** The driver's defaults. */
  'adonis-scrypt': {
    parts: ['hash'],
    ...scrypt(() => ({ N: 16_384, r: 8, p: 1 })),
    lengths: ({ parameters: { N, r, p } }) => ({
      hash: `$scrypt$n=${N},r=${r},p=${p}$`.length + 22 + 1 + 86,
    }),
    async write(password, making) {
      const salt = randomBytes(16)
      const { n, r, p } = costOf(making)
      const key = await deriveScrypt(password, salt, { n, r, p, length: 64 })
      return { hash: `$scrypt$n=${n},r=${r},p=${p}$${bareBase64(salt)}$${bareBase64(key)}` }
    },
  },
  /** `SCryptPasswordEncoder`: its defaults of 5.8, and those of 4.1 for the prefix without a version. */
  'spring-scrypt': {
    parts: ['hash'],
    prefixes: ['scrypt@SpringSecurity_v5_8', 'scrypt'],
    ...scrypt((prefix) => ({ N: prefix === 'scrypt' ? 16_384 : 65_536, r: 8, p: 1 })),
    lengths: (making) => ({
      hash:
        `{${making.prefix}}$${springParameters(costOf(making))}$`.length +
        (springSaltBytes(making.prefix) === 64 ? 88 : 24) +
        1 +
        44,
    }),
    async write(password, making) {
      const salt = randomBytes(springSaltBytes(making.prefix))
      const cost = costOf(making)
      const key = await deriveScrypt(password, salt, { ...cost, length: 32 })
      const texts = [springParameters(cost), salt.toString('base64'), key.toString('base64')]
      return { hash: `{${making.prefix}}$${texts.join('$')}` }
    },
  },
  /** better-auth's parameters are fixed. What it hashes is in NFKC, and the salt is the hexadecimal text. */
  'better-auth': {
    parts: ['hash'],
    lengths: () => ({ hash: 32 + 1 + 128 }),
    async write(password) {
      const salt = randomBytes(16).toString('hex')
      const cost = { ...betterAuthCost, length: 64 }
      const key = await deriveScrypt(password.normalize('NFKC'), salt, cost)
      return { hash: `${salt}:${key.toString('hex')}` }
    },
  },
  /** The file header of the `scrypt` program, with the parameters of Medusa's provider. HedgeDoc stores hexadecimal. */
  'medusa-scrypt': {
    parts: ['hash'],
    prefixes: ['base64', 'hex'],
    ...scrypt(() => ({ N: 32_768, r: 8, p: 1 })),
    lengths: ({ prefix }) => ({ hash: prefix === 'hex' ? 192 : 128 }),
    async write(password, making) {
      const cost = costOf(making)
      const salt = randomBytes(32)
      const start = Buffer.alloc(16)
      start.write('scrypt')
      start.writeUInt8(Math.log2(cost.n), 7)
      start.writeUInt32BE(cost.r, 8)
      start.writeUInt32BE(cost.p, 12)
      const header = Buffer.concat([start, salt])
      const checksum = createHash('sha256').update(header).digest().subarray(0, 16)
      const signed = Buffer.concat([header, checksum])
      const key = await deriveScrypt(password, salt, { ...cost, length: 64 })
      const bytes = Buffer.concat([signed, signedHeader(signed, key)])
      return { hash: bytes.toString(making.prefix === 'hex' ? 'hex' : 'base64') }
    },
  },
} as const satisfies Record<string, Format>

const springSaltBytes = (prefix: string) => (prefix === 'scrypt' ? 64 : 16)

function springParameters({ n, r, p }: ScryptCost): string {
  return ((Math.log2(n) << 16) | (r << 8) | p).toString(16)
}
