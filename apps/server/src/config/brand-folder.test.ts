import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigError } from '@latchkey/server/parts'
import { afterAll, expect, test } from 'vitest'
import { readConfig } from './config.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-brand-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
writeFileSync(join(folder, 'brand.css'), ':root {}')

function problemsOf(brandDir: string): readonly string[] {
  try {
    readConfig({ BRAND_DIR: brandDir }, (path) => readFileSync(path, 'utf8'))
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

test('a brand folder that cannot be used is a problem of the settings', () => {
  expect(problemsOf(folder)).toEqual([])
  expect(problemsOf('/no/such/folder')).toEqual(['BRAND_DIR: /no/such/folder does not exist'])
  const file = join(folder, 'brand.css')
  expect(problemsOf(file)).toEqual([`BRAND_DIR: ${file} is a file; name the folder of the files`])
  expect(problemsOf(join(file, 'x'))).toEqual([`BRAND_DIR: ${join(file, 'x')} does not exist`])
})

test('a file of the brand that would fail at the start is one too', () => {
  mkdirSync(join(folder, 'logo.svg'))
  expect(problemsOf(folder)).toEqual([
    `BRAND_DIR: ${join(folder, 'logo.svg')} is a folder; name the file in it`,
  ])
})
