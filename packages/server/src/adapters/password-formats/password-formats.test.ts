import type { HashablePassword } from '@latchkey/core'
import type { AccountMap, PasswordPart } from '@latchkey/db'
import { describe, expect, test } from 'vitest'
import { loadFastEngine, loadReferenceEngine } from '../argon2-engine.ts'
import { formats } from './formats.ts'
import {
  createMappedHasher,
  type FormatName,
  formatNames,
  recogniseStored,
  writerFor,
} from './index.ts'
import { partsOf, storedText } from './stored-password.ts'

const argon2 = await loadFastEngine()
const stranger = { isKnown: false }

type Said = Partial<AccountMap['password']>

function passwordOf(write: string, said: Said = {}): AccountMap['password'] {
  const parts = formats[write as FormatName]?.parts ?? ['hash']
  return {
    columns: Object.fromEntries(parts.map((part) => [part, part])) as { hash: string },
    ...{ where: {}, usable: {}, parameters: {}, onChange: {} },
    ...{ normalise: 'none', pepper: false },
    write,
    ...said,
  }
}

function writerOf(write: string, said: Said = {}, pepper?: string) {
  const made = writerFor(passwordOf(write, said), { argon2, pepper })
  if (!made.ok) throw new Error(made.problems.join(' '))
  return made.writer
}

const problemsOf = (write: string, said: Said = {}, pepper?: string) => {
  const made = writerFor(passwordOf(write, said), { argon2, pepper })
  return made.ok ? [] : made.problems
}

/** The cheapest that each format has. */
const cheap: Record<FormatName, Said> = {
  bcrypt: { cost: 4 },
  argon2id: { parameters: { m: 16, t: 1, p: 2 } },
  argon2i: { parameters: { m: 8, t: 1, p: 1, l: 24 } },
  'django-pbkdf2': { cost: 1 },
  'django-argon2': { parameters: { m: 64, t: 1, p: 8 } },
  'django-bcrypt': { cost: 4 },
  'django-bcrypt-sha256': { cost: 4 },
  'django-scrypt': { parameters: { N: 2, r: 1, p: 1 } },
  'spring-bcrypt': { cost: 4 },
  'spring-argon2': { parameters: { m: 8, t: 1, p: 1 } },
  'spring-pbkdf2': {},
  'spring-scrypt': { parameters: { N: 4, r: 1, p: 3 } },
  'aspnet-identity-3': { cost: 1 },
  'better-auth': {},
  'werkzeug-scrypt': { parameters: { N: 2, r: 1, p: 1 } },
  'werkzeug-pbkdf2': { cost: 1 },
  'adonis-scrypt': { parameters: { N: 2, r: 1, p: 1 } },
  'adonis-bcrypt': { cost: 4 },
  'mattermost-pbkdf2': { cost: 1 },
  'passlib-pbkdf2-sha256': { cost: 1 },
  'passlib-pbkdf2-sha512': { cost: 1 },
  payload: {},
  metabase: { cost: 4 },
  discourse: { cost: 1 },
  'keycloak-pbkdf2': { cost: 1 },
  'medusa-scrypt': { parameters: { N: 2, r: 1, p: 1 } },
  'wordpress-bcrypt': { cost: 4 },
  'symfony-bcrypt': { cost: 4 },
}

const variants = formatNames.flatMap((name) =>
  (formats[name].prefixes ?? [undefined]).map((prefix): [FormatName, string | undefined] => [
    name,
    prefix,
  ]),
)

const saidFor = (name: FormatName, prefix: string | undefined): Said => ({
  ...cheap[name],
  prefix,
  ...(name === 'payload' && prefix === 'v2' ? { cost: 1 } : {}),
})

const composed = 'ÅngströmKelvin \u212a naïve'.normalize('NFC')
const awkward = [
  'quiet otters paint tall fences',
  composed,
  composed.normalize('NFD'),
  '🐘🦊🐙🦉🐝🦔🐳🦚',
  '$2y$10$not:a{hash}$',
  '  blanks around it  ',
  'a%s\\\'"`;--\n\t',
  'x'.repeat(72),
  'y'.repeat(73),
  '一'.repeat(256),
]

describe.each(variants)('%s %s', (name, prefix) => {
  const writer = writerOf(name, saidFor(name, prefix))
  const hasher = createMappedHasher(argon2, writer)
  // The formats whose rounds are fixed take long.
  const isSlow =
    name === 'spring-pbkdf2' || (name === 'payload' && prefix !== 'v2') || name === 'better-auth'

  test('writes what its reader accepts, for these bytes and no others', async () => {
    const { maxBytes = Number.POSITIVE_INFINITY } = writer
    for (const text of (isSlow ? awkward.slice(1, 4) : awkward) as HashablePassword[]) {
      if (Buffer.byteLength(text) > maxBytes) continue
      const stored = await hasher.hash(text)
      expect(await hasher.verify(stored, text, stranger), text).toBe(true)
      expect(await hasher.verify(stored, `${text}.`, stranger), text).toBe(false)
      expect(hasher.problemWith(stored)).toBeUndefined()
      expect(hasher.isOutdated(stored)).toBe(false)
    }
  })

  test('a composed accent is not a decomposed one', async () => {
    const stored = await hasher.hash(composed as HashablePassword)
    const isBetterAuth = name === 'better-auth'
    expect(await hasher.verify(stored, composed.normalize('NFD'), stranger)).toBe(isBetterAuth)
  })

  test('has the lengths that it names, and never the same text twice', async () => {
    const [one, other] = [await writer.write('quiet otters'), await writer.write('quiet otters')]
    expect(one).not.toBe(other)
    const parts = writer.parts.length === 1 ? { hash: one } : partsOf(one)
    expect(Object.keys(parts ?? {})).toEqual([...writer.parts])
    const lengths = Object.entries(parts ?? {}).map(([part, text]) => [part, text.length])
    expect(Object.fromEntries(lengths)).toEqual(writer.lengths)
  })

  test('is recognised with its parameters, which write it again', async () => {
    const stored = await writer.write('quiet otters')
    const columns = writer.parts.length === 1 ? { hash: stored } : (partsOf(stored) ?? {})
    const { formats: found, passwords, unknown } = recogniseStored([columns])
    expect([passwords, unknown, found.length]).toEqual([1, 0, 1])
    const looksLike = name === 'symfony-bcrypt' ? 'bcrypt' : name
    expect(found[0]).toMatchObject({ write: looksLike, count: 1, share: 1, newest: 0 })
    const { prefix: foundPrefix, cost, parameters = {} } = found[0] ?? {}
    const again = writerOf(looksLike, { prefix: foundPrefix, cost, parameters })
    expect(again.lengths).toEqual(writer.lengths)
    if (looksLike === name) expect(again.making).toEqual(writer.making)
  })
})

test('every format has its usual cost, which a sign-in may take', () => {
  for (const [name, prefix] of variants) {
    if (name === 'keycloak-pbkdf2' && prefix === 'pbkdf2') continue
    expect(problemsOf(name, { prefix }), name).toEqual([])
  }
})

describe('72 bytes', () => {
  const [fitting, long] = ['é'.repeat(36), `${'é'.repeat(36)}!`] as HashablePassword[]

  test.each(['bcrypt', 'spring-bcrypt', 'django-bcrypt', 'adonis-bcrypt', 'mattermost-pbkdf2'])(
    '%s takes 72 bytes, not 73',
    async (name) => {
      const writer = writerOf(name, { cost: 4 })
      expect(writer.maxBytes).toBe(72)
      const hasher = createMappedHasher(argon2, writer)
      const stored = await hasher.hash(fitting ?? ('' as HashablePassword))
      expect(await hasher.verify(stored, fitting ?? '', stranger)).toBe(true)
      expect(await hasher.verify(stored, long ?? '', stranger)).toBe(false)
    },
  )

  test('Metabase’s salt leaves 36 of them', () => {
    expect(writerOf('metabase').maxBytes).toBe(36)
  })

  test.each(['django-bcrypt-sha256', 'wordpress-bcrypt', 'symfony-bcrypt'])(
    '%s tells passwords apart that have the same first 72 bytes',
    async (name) => {
      const writer = writerOf(name, { cost: 4 })
      expect(writer.maxBytes).toBeUndefined()
      const hasher = createMappedHasher(argon2, writer)
      const stored = await hasher.hash(long ?? ('' as HashablePassword))
      expect(await hasher.verify(stored, long ?? '', stranger)).toBe(true)
      expect(await hasher.verify(stored, `${fitting}?`, stranger)).toBe(false)
    },
  )

  test('a map may allow fewer bytes, and not more than the format reads', () => {
    expect(writerOf('bcrypt', { maxBytes: 64 }).maxBytes).toBe(64)
    expect(writerOf('argon2id', { maxBytes: 4096 }).maxBytes).toBe(4096)
    expect(problemsOf('bcrypt', { maxBytes: 73 })).toEqual([
      'password.maxBytes is 73, but bcrypt reads only 72.',
    ])
  })
})

describe('a pepper', () => {
  const pepper = 'a1b2'.repeat(32)
  const peppered = (secret: string) =>
    createMappedHasher(argon2, writerOf('bcrypt', { prefix: '2a', cost: 4, pepper: true }, secret))
  const hasher = peppered(pepper)
  const longest = 'x'.repeat(72) as HashablePassword

  test('is needed to verify, and only it', async () => {
    const password = 'quiet otters' as HashablePassword
    const stored = await hasher.hash(password)
    expect(await hasher.verify(stored, password, stranger)).toBe(true)
    expect(await peppered('other').verify(stored, password, stranger)).toBe(false)
    const without = createMappedHasher(argon2, writerOf('bcrypt'))
    expect(await without.verify(stored, password, stranger)).toBe(false)
    expect(await without.verify(stored, `${password}${pepper}`.slice(0, 72), stranger)).toBe(true)
    expect(hasher.isOutdated(stored)).toBe(false)
  })

  test('may reach beyond 72 bytes, and the password may not', async () => {
    const stored = await hasher.hash(longest)
    expect(await hasher.verify(stored, longest, stranger)).toBe(true)
    expect(await hasher.verify(stored, `${longest}x`, stranger)).toBe(false)
  })

  test.each<[string, Said, string | undefined, string]>([
    [
      'without its file',
      { pepper: true },
      undefined,
      'password.pepper is true, but PEPPER_FILE names no secret.',
    ],
    [
      'that the map does not name',
      {},
      pepper,
      'password.pepper is not true, but PEPPER_FILE names a secret.',
    ],
  ])('%s is refused', (_, said, secret, problem) => {
    expect(problemsOf('bcrypt', said, secret)).toEqual([problem])
  })

  test('is refused where the format has none', () => {
    expect(problemsOf('argon2id', { pepper: true }, pepper)).toEqual([
      'password.pepper is true, but argon2id is written without a pepper.',
    ])
  })
})

test.each<[string, Said, string[]]>([
  ['bcrypt', { cost: 3 }, ['password.cost is 3, but must be from 4 to 15.']],
  ['bcrypt', { cost: 16 }, ['password.cost is 16, but must be from 4 to 15.']],
  ['bcrypt', { prefix: '2x' }, ['password.prefix is 2x, but bcrypt has only 2b, 2a, 2y.']],
  [
    'django-bcrypt',
    { prefix: '2y' },
    ['password.prefix is 2y, but django-bcrypt has no variants.'],
  ],
  [
    'bcrypt',
    { parameters: { m: 8 } },
    ['password.parameters.m is unknown: bcrypt has no parameters.'],
  ],
  [
    'argon2id',
    { cost: 12, parameters: { m: 7, memory: 65536 } },
    [
      'password.parameters.memory is unknown: argon2id has m, t, p, l.',
      'password.parameters.m is 7, but must be from 8 to 262144.',
      'password.cost is 12, but the cost of argon2id cannot be chosen, it has password.parameters.',
    ],
  ],
  [
    'argon2id',
    { parameters: { m: 16, p: 4 } },
    ['password.parameters cannot be used: m must be at least eight times p.'],
  ],
  [
    'argon2id',
    { parameters: { m: 262144, t: 5 } },
    ['password.parameters cannot be used: its cost is above what a sign-in may take.'],
  ],
  [
    'django-scrypt',
    { parameters: { N: 16385 } },
    ['password.parameters cannot be used: N must be a power of two.'],
  ],
  [
    'spring-pbkdf2',
    { cost: 1000 },
    ['password.cost is 1000, but the cost of spring-pbkdf2 cannot be chosen.'],
  ],
  [
    'django-pbkdf2',
    { cost: 3_000_001 },
    ['password.cost is 3000001, but must be from 1 to 3000000.'],
  ],
  [
    'payload',
    { columns: { hash: 'hash' } },
    ['password.columns.salt is missing: payload writes it.'],
  ],
  [
    'bcrypt',
    { columns: { hash: 'hash', salt: 'salt' } },
    ['password.columns.salt is given, but bcrypt does not write it.'],
  ],
])('%s with %j is refused, with the path in the map', (write, said, problems) => {
  expect(problemsOf(write, said)).toEqual(problems)
})

test('a format without a writer is refused by its name, with those that there are', () => {
  const [problem] = problemsOf('md5')
  expect(problem).toMatch(
    /^password\.write is md5, which Latchkey cannot write\. It writes bcrypt,/,
  )
  expect(problemsOf('toString')).toHaveLength(1)
})

test.each(['django-argon2', 'argon2i', 'spring-argon2'])(
  '%s is the same with both engines, parameters in the order of the reference',
  async (name) => {
    const engines = [argon2, await loadReferenceEngine()]
    const password = 'quiet otters' as HashablePassword
    for (const [one, other] of [engines, engines.toReversed()]) {
      if (!one || !other) continue
      const made = writerFor(passwordOf(name, cheap[name as FormatName]), { argon2: one })
      if (!made.ok) throw new Error(made.problems.join(' '))
      const stored = await createMappedHasher(one, made.writer).hash(password)
      expect(stored).toMatch(/\$argon2id?\$v=19\$m=\d+,t=\d+,p=\d+\$[\w+/]+\$[\w+/]+$/)
      expect(await createMappedHasher(other, made.writer).verify(stored, password, stranger)).toBe(
        true,
      )
    }
  },
)

test('what was written with another cost is outdated', async () => {
  const hasher = createMappedHasher(argon2, writerOf('bcrypt', { cost: 5 }))
  expect(hasher.isOutdated(await writerOf('bcrypt', { cost: 4 }).write('x'))).toBe(true)
  expect(hasher.isOutdated(await writerOf('bcrypt', { cost: 5, prefix: '2y' }).write('x'))).toBe(
    true,
  )
  expect(hasher.isOutdated(await writerOf('bcrypt', { cost: 5 }).write('x'))).toBe(false)
})

test('a text of several columns has the keys of the map', () => {
  const parts: PasswordPart[] = ['hash', 'salt']
  expect(storedText(parts, { hash: 'h', salt: 's' })).toBe('{"hash":"h","salt":"s"}')
  expect(storedText(['hash'], { hash: 'h' })).toBe('h')
  expect(partsOf('{"hash":"h","salt":"s"}')).toEqual({ hash: 'h', salt: 's' })
  for (const text of ['{bcrypt}$2a$', '{"hash":1}', '{"hash":', 'h'])
    expect(partsOf(text)).toBeUndefined()
})
