import { describe, expect, test } from 'vitest'
import { parseCode, parseToken } from './secret.ts'
import { createCountingSecrets } from './testing/index.ts'

const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const head = `_-${'x'.repeat(40)}`

describe('a token', () => {
  test('is 43 characters of base64url', () => {
    expect(parseToken(`${head}A`)).toBe(`${head}A`)
  })

  test('has one spelling: the two unused bits of its last character are zero', () => {
    const accepted = [...base64url].filter((last) => parseToken(head + last))
    expect(accepted).toEqual([...base64url].filter((_, bits) => bits % 4 === 0))
  })

  test.each([
    ['empty', ''],
    ['one character too short', head],
    ['one character too long', `${head}AA`],
    ['padded', `${head}A=`],
    ['a prefix', head.slice(0, 8)],
    ['in the other alphabet', `+/${'x'.repeat(40)}A`],
    ['with space around it', ` ${head}A `],
    ['with a line break', `${head}A\n`],
    ['with a NUL', `${head.slice(1)}\0A`],
    ['in fullwidth letters', `${head}\uff21`],
    ['with a lone surrogate', `${head.slice(1)}\ud800A`],
    ['hexadecimal', 'a'.repeat(64)],
    ['huge', 'A'.repeat(1_000_000)],
  ])('is not parsed from text that is %s', (_, raw) => {
    expect(parseToken(raw)).toBeUndefined()
  })
})

describe('a code', () => {
  test.each([
    ['as it is', '123456'],
    ['with a space', '123 456'],
    ['with a hyphen', '123-456'],
    ['in pairs', '12 34 56'],
    ['copied with space around it', ' \n123456\t'],
  ])('may be typed %s', (_, raw) => {
    expect(parseCode(raw)).toBe('123456')
  })

  test('keeps its leading zeros', () => {
    expect(parseCode('001234')).toBe('001234')
    expect(parseCode('1234')).toBeUndefined()
  })

  test.each([
    ['empty', ''],
    ['five digits', '12345'],
    ['seven digits', '1234567'],
    ['two codes', '123456 654321'],
    ['a wildcard', '%'],
    ['placeholders', '______'],
    ['letters', '12345a'],
    ['a sign', '-123456'],
    ['a hyphen at the end', '123456-'],
    ['two hyphens', '123--456'],
    ['a decimal point', '123.456'],
    ['an exponent', '1e5000'],
    ['fullwidth digits', '\uff11\uff12\uff13\uff14\uff15\uff16'],
    ['Arabic digits', '\u0661\u0662\u0663\u0664\u0665\u0666'],
    ['a NUL', '123456\0'],
    ['a lone surrogate', '12345\ud800'],
    ['a lot of space', `123456${' '.repeat(27)}`],
  ])('is not parsed from %s', (_, raw) => {
    expect(parseCode(raw)).toBeUndefined()
  })
})

test('the counting secrets of tests have the form of real ones', () => {
  const secrets = createCountingSecrets()
  const token = secrets.newToken()
  expect(parseToken(token)).toBe(token)
  const code = secrets.newCode()
  expect(parseCode(code)).toBe(code)
  expect(code).toMatch(/^00/)
})
