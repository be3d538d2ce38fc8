import { type AccountMap, AccountMapSchema } from './account-map.ts'
import { brokenRules } from './map-rules.ts'
import { mapProblems } from './map-words.ts'

export type ReadAccountMap = { ok: true; map: AccountMap } | { ok: false; problems: string[] }

/** Reads what a map says, and reports everything that is wrong with it at once. */
export function readAccountMap(json: unknown): ReadAccountMap {
  const parsed = AccountMapSchema.safeParse(json)
  const problems = parsed.success
    ? brokenRules(parsed.data)
    : mapProblems(parsed.error.issues, json)
  if (parsed.success && problems.length === 0) return { ok: true, map: parsed.data }
  return { ok: false, problems: [...new Set(problems)] }
}

/** The same for the text of a file. */
export function parseAccountMap(text: string): ReadAccountMap {
  const refused = (...problems: string[]): ReadAccountMap => ({ ok: false, problems })
  if (text.includes('\0')) return refused('is written in UTF-16; save it as UTF-8')
  if (text.includes('\uFFFD')) return refused('contains bytes that are not UTF-8; save it as UTF-8')
  // Editors on Windows write a BOM.
  const plain = text.replace(/^\uFEFF/, '')
  if (plain.trim() === '') return refused('is empty')
  let json: unknown
  try {
    json = JSON.parse(plain)
  } catch (error) {
    // The message may quote the text, and the name of another file may have been given by mistake.
    const place = /\(line \d+ column \d+\)$/.exec(String(error))?.[0]
    return refused(['is not JSON', ...(place === undefined ? [] : [place])].join(' '))
  }
  const read = readAccountMap(json)
  const repeated = repeatedKeys(plain).map((key) => `${key}: is written twice`)
  if (repeated.length === 0) return read
  return { ok: false, problems: [...repeated, ...(read.ok ? [] : read.problems)] }
}

type Level = { keys: Set<string>; place: string; isList: boolean; at: number }

/** JSON.parse keeps the last of two equal keys and drops the others in silence. */
function repeatedKeys(json: string): string[] {
  const repeated: string[] = []
  const levels: Level[] = []
  let key = ''
  const tokens = json.match(/"(?:[^"\\]|\\.)*"\s*:?|[{}[\],]/g) ?? []
  for (const token of tokens) {
    const level = levels.at(-1)
    if (token === '{' || token === '[') {
      const inner = level?.isList ? `${level.place}[${level.at}]` : join(level?.place ?? '', key)
      levels.push({ keys: new Set(), place: inner, isList: token === '[', at: 0 })
      key = ''
    } else if (token === '}' || token === ']') levels.pop()
    else if (token === ',') {
      if (level?.isList) level.at += 1
    } else if (token.endsWith(':') && level) {
      key = JSON.parse(token.slice(0, -1)) as string
      if (level.keys.has(key)) repeated.push(join(level.place, key))
      level.keys.add(key)
    }
  }
  return repeated
}

function join(place: string, key: string): string {
  return place === '' || key === '' ? place || key : `${place}.${key}`
}
