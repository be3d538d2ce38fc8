import { describe, expect, test } from 'vitest'
import { judgePassword, normalPassword, type PasswordRules } from './password.ts'
import { addressOf } from './testing/index.ts'

const common = new Set(['password', 'letmein', 'iloveyou', 'trustno1', 'p@ssw0rd'])
const owner = addressOf('Victim.Ada@Example.test')

function reasonsFor(raw: string, rules: { minLength?: number; productName?: string } = {}) {
  const { minLength = 8, productName = 'Latchkey' } = rules
  const judged = judgePassword(raw, { minLength, productName }, { owner, common })
  return judged.ok ? [] : judged.reasons
}

// Letters that are neither a run nor a repetition.
const words = (length: number) =>
  `${'zebras quietly paint tall fences '.repeat(32).slice(0, length - 1)}$`

describe('an acceptable password', () => {
  test.each([
    ['lower-case words', 'plain lowercase words only here'],
    ['Chinese', '一二三四五六七八九十百千万亿兆'],
    ['Russian', 'тихий вечер у реки'],
    ['digits that are not a run', '8372619405'],
    ['symbols only', '}{~"^&§%'],
    ['emoji', '🐘🦊🐙🦉🐝🦔🐳🦚'],
    ['space around it', '  leading and trailing  '],
    ['a common word among others', 'password of my grandmother'],
    ['its owner among other words', 'victim.ada likes tea'],
  ])('may be %s', (_, raw) => {
    expect(reasonsFor(raw)).toEqual([])
  })

  test('is kept as it was typed: no trimming, no change of case', () => {
    expect(normalPassword('  Leading And Trailing  ')).toBe('  Leading And Trailing  ')
  })

  test('is kept to its last character', () => {
    expect(normalPassword(words(80))).toBe(words(80))
  })

  test('is the same on a keyboard that types accents as characters of their own', () => {
    const composed = 'café résumé naïve'.normalize('NFC')
    const apart = composed.normalize('NFD')
    expect(apart).not.toBe(composed)
    expect(normalPassword(apart)).toBe(composed)
  })

  test('is the same however long it is', () => {
    const composed = 'éàüöñ'.repeat(51)
    expect(normalPassword(composed)).toBe(composed)
    expect(normalPassword(composed.normalize('NFD'))).toBe(composed)
  })

  test('is the same whichever space a keyboard types', () => {
    for (const space of ['\u00a0', '\u202f', '\u3000']) {
      expect(normalPassword(`correct${space}horse`)).toBe('correct horse')
    }
    expect(normalPassword('tab\there')).toBe('tab\there')
  })

  test('is not mapped to similar characters', () => {
    expect(normalPassword('ﬁne paßword Å')).toBe('ﬁne paßword Å')
  })
})

describe('length', () => {
  test.each([
    [8, 7, ['PASSWORD_TOO_SHORT']],
    [8, 8, []],
    [15, 14, ['PASSWORD_TOO_SHORT']],
    [15, 15, []],
    [8, 256, []],
    [8, 257, ['PASSWORD_TOO_LONG']],
  ])('with a minimum of %i, %i characters: %j', (minLength, length, reasons) => {
    expect(reasonsFor(words(length), { minLength })).toEqual(reasons)
  })

  test('counts code points, not the halves of an emoji', () => {
    expect(reasonsFor('🐘🦊🐙🦉🐝🦔🐳')).toEqual(['PASSWORD_TOO_SHORT'])
    expect(reasonsFor(`${'🐘🦊🐙🦉'.repeat(63)}🐝🦔🐳🦚`)).toEqual([])
  })

  test('counts after composition, so that decomposed accents do not lengthen a password', () => {
    expect(reasonsFor('éàüöñçê'.normalize('NFD'))).toEqual(['PASSWORD_TOO_SHORT'])
  })

  test('is at most 1024 bytes: 256 characters of four bytes each', () => {
    expect(reasonsFor(`${'🐘'.repeat(255)}🦊`)).toEqual([])
    expect(reasonsFor(`${'🐘'.repeat(255)}🦊a`)).toEqual(['PASSWORD_TOO_LONG'])
  })

  test('is judged after composition, which can make text longer', () => {
    expect(reasonsFor('\u0958\u0959'.repeat(100))).toEqual(['PASSWORD_TOO_LONG'])
  })

  test('is checked first: a megabyte of text costs nothing', () => {
    expect(reasonsFor('a'.repeat(1_048_576))).toEqual(['PASSWORD_TOO_LONG'])
    expect(normalPassword('a'.repeat(1_048_576))).toBeUndefined()
  })
})

describe('the text that is hashed', () => {
  const composed = 'Ångström café ﬁne'
  const typed = composed.normalize('NFD')
  const hashed = (raw: string, rules: Partial<PasswordRules> = {}) => {
    const judged = judgePassword(
      raw,
      { minLength: 8, productName: '', ...rules },
      { owner, common },
    )
    return judged.ok ? judged.toHash : judged.reasons
  }

  test('is the normal form, unless an application hashes another', () => {
    expect(hashed(typed)).toBe(composed)
    expect(hashed('correct\u00a0horse')).toBe('correct horse')
    expect(hashed('correct\u00a0horse', { normalise: 'NFC' })).toBe('correct\u00a0horse')
    expect(hashed(typed, { normalise: 'NFC' })).toBe(composed)
    expect(hashed(typed, { normalise: 'none' })).toBe(typed)
    expect(hashed(composed, { normalise: 'none' })).toBe(composed)
    expect(hashed(typed, { normalise: 'NFKC' })).toBe(composed.replace('ﬁ', 'fi'))
  })

  test('has as many bytes as its format reads, in the form that is hashed', () => {
    const eightBytes = 'éàüö'
    expect(hashed('12345678x', { maxBytes: 8 })).toEqual(['PASSWORD_TOO_LONG'])
    expect(hashed(words(72), { maxBytes: 72 })).toBe(words(72))
    expect(hashed(words(73), { maxBytes: 72 })).toEqual(['PASSWORD_TOO_LONG'])
    const accents = eightBytes.repeat(9)
    expect(hashed(accents, { maxBytes: 72 })).toBe(accents)
    expect(hashed(accents.normalize('NFD'), { maxBytes: 72 })).toBe(accents)
    expect(hashed(accents.normalize('NFD'), { maxBytes: 72, normalise: 'none' })).toEqual([
      'PASSWORD_TOO_LONG',
    ])
  })

  test.each([
    ['🐘🦊🐙🦉🐝🦔🐳🦚', 32],
    ['一二三四五六七八', 24],
    ['тихийвечер', 20],
    ['zebras quietly', 14],
  ])('%s has %i bytes', (text, bytes) => {
    expect(hashed(text, { maxBytes: bytes })).toBe(text)
    expect(hashed(text, { maxBytes: bytes - 1 })).toEqual(['PASSWORD_TOO_LONG'])
  })

  test('does not change what the rules look at', () => {
    const short = 'éàüöñçê'.normalize('NFD')
    expect(hashed(short, { normalise: 'none' })).toEqual(['PASSWORD_TOO_SHORT'])
    expect(hashed('12345678', { normalise: 'none', maxBytes: 4 })).toEqual([
      'PASSWORD_TOO_LONG',
      'PASSWORD_COMMON',
    ])
  })
})

describe('text that cannot be a password', () => {
  test.each([
    ['a NUL', 'fifteen chars ok\0hidden tail'],
    ['a NUL at the end', 'fifteen chars ok\0'],
    ['a lone high surrogate', 'lone surrogate fifteen \ud800'],
    ['a lone low surrogate', '\udc00 lone surrogate fifteen'],
    ['the halves of an emoji swapped', 'halves \udc18\ud83d swapped'],
  ])('%s', (_, raw) => {
    expect(normalPassword(raw)).toBeUndefined()
    expect(reasonsFor(raw)).toEqual(['PASSWORD_ILL_FORMED'])
  })
})

describe('a password that attackers guess first', () => {
  test.each([
    'password',
    'PassWord',
    'passwordpassword',
    'passwordPASSWORD1',
    'Password1!',
    'password2024',
    'password1password1',
    'letmeinletmein1',
    'iloveyouiloveyou',
    'trustno1',
    'p@ssw0rd!!',
    '12345678',
    '123456789012345',
    '0987654321',
    'abcdefgh',
    'zyxwvuts',
    'qwertyuiopasdfghjkl',
    'lkjhgfdsa',
    'aaaaaaaaaaaa',
    '........',
    '🐘🐘🐘🐘🐘🐘🐘🐘',
  ])('%s is common', (raw) => {
    expect(reasonsFor(raw)).toEqual(['PASSWORD_COMMON'])
  })

  test.each([
    ['the address', 'victim.ada@example.test'],
    ['the address in capitals', 'VICTIM.ADA@EXAMPLE.TEST'],
    ['the address and a digit', 'victim.ada@example.test1'],
    ['the address twice', 'victim.ada@example.testvictim.ada@example.test'],
    ['the local part', 'victim.ada'],
    ['the local part and a year', 'Victim.Ada2024!'],
    ['the domain', 'example.test'],
    ['the product', 'Latchkey'],
    ['the product, repeated', 'latchkeylatchkey'],
    ['the product, repeated, and a digit', 'LatchkeyLatchkey1'],
    ['the product with a digit, repeated', 'latchkey1latchkey1'],
  ])('%s is too close', (_, raw) => {
    expect(reasonsFor(raw)).toEqual(['PASSWORD_CONTEXT'])
  })

  test.each(['BonBonBonBon', 'bonbonbonbon1'])(
    '%s is too close to a product called BonBon',
    (raw) => {
      expect(reasonsFor(raw, { productName: 'BonBon' })).toEqual(['PASSWORD_CONTEXT'])
    },
  )

  test('is not any password if the product has no name', () => {
    expect(reasonsFor('8372619405', { productName: '' })).toEqual([])
  })
})

test('every reason is returned at once', () => {
  const reasons = reasonsFor('password', { minLength: 15, productName: 'Password' })
  expect(reasons).toEqual(['PASSWORD_TOO_SHORT', 'PASSWORD_COMMON', 'PASSWORD_CONTEXT'])
})

test('an empty password is too short, and nothing else', () => {
  expect(reasonsFor('')).toEqual(['PASSWORD_TOO_SHORT'])
})
