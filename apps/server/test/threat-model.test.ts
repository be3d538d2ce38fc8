import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const model = read('docs/threat-model.md')
const cases = new Set(
  [...read('apps/server/test/corpus/cases.json').matchAll(/"id": "(.*?)"/g)].map((m) => m[1]),
)

const pathsIn = (text: string) =>
  [...text.matchAll(/`((?:apps|packages|bench|docs)\/[^`]+)`/g)].map((m) => m[1] ?? '')
const casesIn = (text: string) => [...text.matchAll(/\b[A-Z]{2}-\d\d\b/g)].map((m) => m[0])

test('every path and every case the threat model names exists', () => {
  expect(pathsIn(model).length).toBeGreaterThan(40)
  expect(pathsIn(model).filter((path) => !existsSync(join(root, path)))).toEqual([])
  expect(casesIn(model).length).toBeGreaterThan(80)
  expect(casesIn(model).filter((id) => !cases.has(id))).toEqual([])
})

test('every claim names a test', () => {
  const [, section = ''] = model.split('## What we defend against\n')
  const claims =
    section
      .split('\n## ')[0]
      ?.split('\n')
      .filter((line) => line.startsWith('| ')) ?? []
  const rows = claims.slice(1).map((line) => line.split(' | ').at(-1) ?? '')
  expect(rows.length).toBeGreaterThan(25)
  const untested = rows.filter(
    (tests) => !pathsIn(tests).some((path) => /\.test\.tsx?$/.test(path)),
  )
  expect(untested).toEqual([])
})

test('links between the documents lead somewhere', () => {
  for (const [page, folder] of [
    ['SECURITY.md', ''],
    ['docs/threat-model.md', 'docs'],
    ['docs/silence.md', 'docs'],
  ] as const) {
    const links = [...read(page).matchAll(/\]\(([^)#]+?\.md)(?:#[^)]*)?\)/g)].map((m) => m[1] ?? '')
    expect(links.filter((link) => !existsSync(join(root, folder, link)))).toEqual([])
  }
})
