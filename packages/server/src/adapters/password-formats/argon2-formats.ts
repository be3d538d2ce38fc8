import { isArgon2TooDear } from '../foreign-hashes/argon2.ts'
import { tooDear } from '../foreign-hashes/reading.ts'
import { base64Length, type Format, type Making, randomText } from './format.ts'

type Usual = { m: number; t: number; p: number }

const SALT_BYTES = 16
/** Django's salts are 22 letters and digits. It hashes a password again whose salt says less. */
const DJANGO_SALT = 22

/** `m` in KiB, `t` passes, `p` lanes, `l` bytes of digest: the names of the PHC string. */
function argon2(
  algorithm: 'argon2id' | 'argon2i',
  usual: (prefix: string) => Usual,
  more: {
    prefixes?: readonly string[]
    before?: (prefix: string) => string
    saltText?: number
  } = {},
): Format {
  const { prefixes, before = () => '', saltText } = more
  const costText = ({ parameters: { m, t, p } }: Making) =>
    `$${algorithm}$v=19$m=${m},t=${t},p=${p}$`
  return {
    parts: ['hash'],
    ...(prefixes ? { prefixes } : {}),
    parameters(prefix) {
      const { m, t, p } = usual(prefix)
      return {
        m: { usual: m, least: 8, most: 262_144 },
        t: { usual: t, least: 1, most: 4_096 },
        p: { usual: p, least: 1, most: 16 },
        l: { usual: 32, least: 16, most: 64 },
      }
    },
    problem({ parameters: { m = 0, t = 0, p = 0 } }) {
      if (m < 8 * p) return 'm must be at least eight times p'
      const cost = { memoryCost: m, timeCost: t, parallelism: p }
      return isArgon2TooDear(cost) ? tooDear : undefined
    },
    lengths: (making) => ({
      hash:
        before(making.prefix).length +
        costText(making).length +
        base64Length(saltText ?? SALT_BYTES) +
        1 +
        base64Length(making.parameters.l ?? 0),
    }),
    async write(password, making) {
      const { m = 0, t = 0, p = 0, l = 0 } = making.parameters
      const made = await making.argon2.hash(password, {
        ...{ algorithm, memoryCost: m, timeCost: t, parallelism: p, outputLen: l },
        ...(saltText === undefined ? {} : { salt: Buffer.from(randomText(saltText)) }),
      })
      // Most verifiers read the parameters in one order only, which is not that of every library.
      const [salt, digest] = made.split('$').slice(-2)
      return { hash: `${before(making.prefix)}${costText(making)}${salt}$${digest}` }
    },
  }
}

export const argon2Formats = {
  /** The parameters of node-argon2, which Directus and Adonis have. */
  argon2id: argon2('argon2id', () => ({ m: 65_536, t: 3, p: 4 })),
  /** PHP's for `PASSWORD_ARGON2I`. */
  argon2i: argon2('argon2i', () => ({ m: 65_536, t: 4, p: 1 })),
  /** `Argon2PasswordHasher`. */
  'django-argon2': argon2('argon2id', () => ({ m: 102_400, t: 2, p: 8 }), {
    before: () => 'argon2',
    saltText: DJANGO_SALT,
  }),
  /** `Argon2PasswordEncoder`: its defaults of 5.8, and those of 5.2 for the prefix without a version. */
  'spring-argon2': argon2(
    'argon2id',
    (prefix) => (prefix === 'argon2' ? { m: 4_096, t: 3, p: 1 } : { m: 16_384, t: 2, p: 1 }),
    {
      prefixes: ['argon2@SpringSecurity_v5_8', 'argon2'],
      before: (prefix) => `{${prefix}}`,
    },
  ),
} as const satisfies Record<string, Format>
