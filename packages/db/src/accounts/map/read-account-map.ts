import type * as z from 'zod'
import {
  type AccountFunctions,
  AccountFunctionsSchema,
  type AnyAccountMap,
} from './account-functions.ts'
import { type AccountMap, AccountMapSchema } from './account-map.ts'
import { brokenFunctionRules, brokenRules } from './map-rules.ts'
import { type MapForm, mapProblems } from './map-words.ts'

/** A map, or everything that is wrong with it, in words. */
export type ReadMap<Map> = { ok: true; map: Map } | { ok: false; problems: string[] }
/** The same for a map of tables. */
export type ReadAccountMap = ReadMap<AccountMap>

/** Reads what a map of tables says, and reports everything that is wrong with it at once. */
export function readAccountMap(json: unknown): ReadAccountMap {
  return read(json, { form: 'tables', schema: AccountMapSchema, broken: brokenRules })
}

/** The same for a map that names functions. */
export function readAccountFunctions(json: unknown): ReadMap<AccountFunctions> {
  const broken = brokenFunctionRules
  return read(json, { form: 'functions', schema: AccountFunctionsSchema, broken })
}

/** The same for either form: `functions` tells them apart. */
export function readAnyAccountMap(json: unknown): ReadMap<AnyAccountMap> {
  const named = typeof json === 'object' && json !== null && 'functions' in json
  return named ? readAccountFunctions(json) : readAccountMap(json)
}

function read<Schema extends z.ZodType>(
  json: unknown,
  rules: { form: MapForm; schema: Schema; broken: (map: z.output<Schema>) => string[] },
): ReadMap<z.output<Schema>> {
  const parsed = rules.schema.safeParse(json)
  const problems = parsed.success
    ? rules.broken(parsed.data)
    : mapProblems(parsed.error.issues, json, rules.form)
  if (parsed.success && problems.length === 0) return { ok: true, map: parsed.data }
  return { ok: false, problems: [...new Set(problems)] }
}

/** Reads the text of a file, in either form. */
export function parseAccountMap(text: string): ReadMap<AnyAccountMap> {
  const refused = (...problems: string[]): ReadMap<AnyAccountMap> => ({ ok: false, problems })
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
  const read = readAnyAccountMap(json)
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
