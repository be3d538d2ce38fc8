import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Code, storedEmailAddress } from '@latchkey/core'
import { expect, onTestFinished, test } from 'vitest'
import { ConfigError } from '../config/config-error.ts'
import { createSecrets } from './secrets.ts'
import { serverSecrets } from './server-secret.ts'

const [older, newer] = ['a'.repeat(32), 'b'.repeat(32)]
const code = '123456' as Code
const ada = storedEmailAddress('ada@example.test', 'ada@example.test')

test('the first secret signs, and all of them verify', () => {
  const before = createSecrets([older])
  const during = createSecrets([newer, older])
  const after = createSecrets([newer])
  expect(during.codeDigest('r', code)).toEqual(after.codeDigest('r', code))
  expect(during.codeDigests('r', code)).toEqual([
    after.codeDigest('r', code),
    before.codeDigest('r', code),
  ])
  expect(after.codeDigests('r', code)).not.toContainEqual(before.codeDigest('r', code))
})

test('limits and the audit trail use the first secret only', () => {
  const during = createSecrets([newer, older])
  expect(during.addressDigest(ada)).toEqual(createSecrets([newer]).addressDigest(ada))
  expect(during.formerAddressDigests(ada)).toEqual([createSecrets([older]).addressDigest(ada)])
})

test('two clients never share a digest, in any order of calls', () => {
  const { clientDigest } = createSecrets([older])
  const [first, again, other, back] = ['192.0.2.1', '192.0.2.1', '192.0.2.2', '192.0.2.1'].map(
    (name) => clientDigest(name).toString(),
  )
  expect(again).toBe(first)
  expect(back).toBe(first)
  expect(other).not.toBe(first)
})

test('an address and a client of the same name have different digests', () => {
  const secrets = createSecrets([older])
  expect(secrets.clientDigest(ada.canonical)).not.toEqual(secrets.addressDigest(ada))
  expect(secrets.signInPairDigest(ada, '192.0.2.1')).not.toEqual(secrets.addressDigest(ada))
})

test('an id has 122 random bits and no time', () => {
  const { newId } = createSecrets([older])
  expect(newId()).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  const beginnings = Array.from({ length: 100 }, () => newId().slice(0, 8))
  expect(new Set(beginnings).size).toBe(100)
})

test('an empty list of secrets is a bug', () => {
  expect(() => createSecrets([])).toThrow('no server secret')
})

test('the file in the data folder is created once, and may have several lines', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-secret-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true }))
  const [made] = serverSecrets(dataDir)
  expect(serverSecrets(dataDir)).toEqual([made])

  const path = join(dataDir, 'secret')
  writeFileSync(path, `${newer}\n${readFileSync(path, 'utf8')}\n`)
  expect(serverSecrets(dataDir)).toEqual([newer, made])

  writeFileSync(path, `${newer}\nshort\n`)
  expect(() => serverSecrets(dataDir)).toThrow(ConfigError)
  expect(() => serverSecrets(dataDir)).toThrow(`${path}: entry 2 of 2`)
})

test('a token never contains digits that look like a code', () => {
  const { newToken } = createSecrets([older])
  const tokens = Array.from({ length: 5000 }, newToken)
  expect(tokens.filter((token) => /\d{4}/.test(token))).toEqual([])
  expect(tokens.every((token) => /^[\w-]{43}$/.test(token))).toBe(true)
  expect(new Set(tokens).size).toBe(tokens.length)
})
