import { expect, test } from 'vitest'
import type { FormatName } from './format-names.ts'
import { weaknessOf } from './weakness.ts'

type Row = [FormatName, { prefix?: string; cost?: number; parameters?: Record<string, number> }]

const weak = (name: FormatName, { prefix = '', cost = 0, parameters = {} }: Row[1]) =>
  weaknessOf(name, { prefix, cost, parameters })

test.each<Row>([
  ['bcrypt', { prefix: '2y', cost: 10 }],
  ['django-pbkdf2', { cost: 600_000 }],
  ['passlib-pbkdf2-sha512', { cost: 210_000 }],
  ['aspnet-identity-3', { prefix: 'sha512', cost: 210_000 }],
  ['payload', { prefix: 'v1' }],
  ['argon2id', { parameters: { m: 19_456, t: 2, p: 1 } }],
  ['argon2id', { parameters: { m: 65_536, t: 3, p: 4 } }],
  ['django-scrypt', { parameters: { N: 16_384, r: 8, p: 5 } }],
])('%s with %o is as strong as OWASP recommends', (name, made) => {
  expect(weak(name, made)).toBeUndefined()
})

test.each<[...Row, string]>([
  ['bcrypt', { prefix: '2b', cost: 9 }, 'a cost of 10'],
  ['metabase', { cost: 8 }, 'a cost of 10'],
  ['django-pbkdf2', { cost: 260_000 }, '600000 rounds'],
  ['aspnet-identity-3', { prefix: 'sha512', cost: 100_000 }, '210000 rounds'],
  ['aspnet-identity-3', { prefix: 'sha1', cost: 600_000 }, '1300000 rounds'],
  ['payload', { prefix: 'legacy' }, '600000 rounds'],
  ['spring-pbkdf2', { prefix: 'pbkdf2' }, '1300000 rounds'],
  ['argon2id', { parameters: { m: 4_096, t: 3, p: 1 } }, 'm = 19456'],
  ['better-auth', {}, 'N = 131072'],
  ['werkzeug-scrypt', { parameters: { N: 32_768, r: 8, p: 1 } }, 'N = 131072'],
])('%s with %o is weaker, and the doctor says what is recommended', (name, made, said) => {
  expect(weak(name, made)).toContain(said)
})
