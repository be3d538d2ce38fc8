import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type * as z from 'zod'
import { type SettingName, secretSettings, settings } from './settings.ts'

/** What a document says about an absent setting; an empty default means "none". */
type Documented = { name: SettingName; byDefault: string }

const table = tableIn(read('docs/operating.md'))
const documents: Record<string, Documented[]> = {
  '.env.example': commentedOutIn(read('.env.example')),
  'docs/operating.md': table,
}

describe.each(Object.entries(documents))('%s', (_document, documented) => {
  test('names every setting once, and nothing else', () => {
    const names = documented.map(({ name }) => name)
    expect(names.toSorted()).toEqual(Object.keys(settings).toSorted())
  })

  test.each(documented.filter(({ name }) => name in settings))(
    'documents the default of $name',
    ({ name, byDefault }) => {
      const schema: z.ZodType = settings[name].schema
      const said = byDefault === '' ? undefined : schema.parse(byDefault)
      expect(said).toEqual(nothingIfEmpty(schema.parse(undefined)))
    },
  )
})

test('the table marks the settings that may come from a file', () => {
  const marked = table.filter(({ fromFile }) => fromFile).map(({ name }) => name)
  expect(marked.toSorted()).toEqual(secretSettings.toSorted())
})

function read(path: string): string {
  return readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8')
}

/** Lines like `# PORT=3000`. */
function commentedOutIn(text: string): Documented[] {
  return [...text.matchAll(/^# ?([A-Z][A-Z_]+)=(.*)$/gm)].map(([, name, byDefault]) => ({
    name: name as SettingName,
    byDefault: byDefault ?? '',
  }))
}

/** Rows like "| `PORT` | `3000` | | port of the web server |" below the heading "Settings". */
function tableIn(text: string): (Documented & { fromFile: boolean })[] {
  const section = /^## Settings\n(.*?)^## /ms.exec(text)?.[1] ?? ''
  return [...section.matchAll(/^\| `([A-Z_]+)` \|([^|]*)\|([^|]*)\|/gm)].map(
    ([, name, byDefault, fromFile]) => ({
      name: name as SettingName,
      byDefault: /^ `(.*)` $/.exec(byDefault ?? '')?.[1] ?? '',
      fromFile: fromFile?.trim() === 'yes',
    }),
  )
}

function nothingIfEmpty(value: unknown): unknown {
  return Array.isArray(value) && value.length === 0 ? undefined : value
}
