import { readdirSync, readFileSync } from 'node:fs'
import { readAccountMap } from '@latchkey/db'
import { writerFor } from '@latchkey/server/parts/passwords'
import { describe, expect, test } from 'vitest'
import { presetNames, presets } from '../src/adopt/presets/index.ts'

const root = new URL('../../../', import.meta.url)
const folder = new URL('docs/adopting/', root)
const pages = readdirSync(folder).filter((name) => name !== 'results.md')

const nameOf = (page: string) => page.replace(/\.md$/, '')
const mapIn = (page: string): unknown => {
  const [, json = ''] =
    /```json\n([^`]+)```/.exec(readFileSync(new URL(page, folder), 'utf8')) ?? []
  return JSON.parse(json)
}

test('every framework that can be adopted has a page', () => {
  const adoptable = presetNames.filter(
    (name) => presets.find((preset) => preset.name === name)?.refusal === undefined,
  )
  expect(pages.map(nameOf).toSorted()).toEqual(adoptable.toSorted())
})

describe.each(pages)('the map in docs/adopting/%s', (page) => {
  test('is a map that can be used', () => {
    const read = readAccountMap(mapIn(page))
    expect(read).toMatchObject({ ok: true })
    if (!read.ok) return
    const argon2 = { hash: () => Promise.resolve('') }
    expect(writerFor(read.map.password, { argon2 })).toMatchObject({ ok: true })
  })

  test('is the one that the check of this host expects', () => {
    const name = nameOf(page)
    const files = [
      `bench/adoption/hosts/${name}/latchkey.accounts.json`,
      `bench/adoption/hosts/schemas/maps/${name}.json`,
    ]
    const expected = files.flatMap((file) => {
      try {
        return [JSON.parse(readFileSync(new URL(file, root), 'utf8')) as unknown]
      } catch {
        return []
      }
    })
    // Some applications cannot be installed here, and nobody wrote their tables.
    if (expected.length === 0) expect(['nhost', 'strapi', 'yii2', 'metabase']).toContain(name)
    else expect(mapIn(page)).toEqual(expected[0])
  })
})
