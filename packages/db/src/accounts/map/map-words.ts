import type * as z from 'zod'

/* What is wrong with the form of a map, in words. A problem begins with its place: `sessions[1].by: is missing`. */

type Issue = z.core.$ZodIssue

/** A map of tables, or one that names functions. */
export type MapForm = 'tables' | 'functions'

/** What may stand in a place that takes values of several forms. */
const forms: readonly (readonly [RegExp, string])[] = [
  [
    /(?:^|\.)(?:onChange|set)\.[^.]+$/,
    'must be a value, "now", or one of { "now": "ms" }, { "increment": 1 }, { "random": 60 }, { "uuid": true } and { "keepOrNow": true }',
  ],
  [
    /(?:^|\.)(?:alive|where|usable)\.[^.]+$/,
    'must be a value, or one of { "not": … }, { "in": […] }, { "like": "…" }, { "notLike": "…" }, { "past": true }, { "future": true } and { "notFuture": true }',
  ],
  [
    /(?:^|\.)columns\.[^.]+$/,
    'must be the name of a column, or { "column": "…", "path": ["…"] } for a text inside JSON',
  ],
]

const aSession = /^sessions\[\d+\]$/

const sessionForms: Record<MapForm, string> = {
  tables:
    'must say what ends these sessions: { "delete": table, "by": column }, { "delete": table, "byEmail": column }, { "update": table, "by": column, "set": … }, or { "because": "hash" }, "column", "epoch" or "event"',
  functions:
    'must say what ends these sessions: { "because": "function" }, "hash", "column", "epoch" or "event". What is deleted or updated stands in host_change',
}

/** In the order of the schema. */
const reasons: Record<MapForm, readonly string[]> = {
  tables: ['hash', 'column', 'epoch', 'event'],
  functions: ['function', 'hash', 'column', 'epoch', 'event'],
}

const kinds: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
}

export function mapProblems(
  issues: readonly Issue[],
  map: unknown,
  form: MapForm = 'tables',
): string[] {
  return issues.flatMap((issue) => {
    const place = placeOf(issue.path)
    if (issue.code === 'unrecognized_keys') {
      const whose = form === 'functions' ? 'a map with functions' : 'a map'
      return issue.keys.map((key) => `${within(place, key)}: is no word of ${whose}`)
    }
    if (issue.code === 'invalid_union') {
      // The words of the form that was begun say more than a list of all forms.
      return begun(issue, map, form) ?? [`${place}: ${formAt(place, form)}`]
    }
    return [`${place === '' ? 'The map' : place}${place === '' ? ' ' : ': '}${said(issue, map)}`]
  })
}

function formAt(place: string, form: MapForm): string {
  if (aSession.test(place)) return sessionForms[form]
  return forms.find(([pattern]) => pattern.test(place))?.[1] ?? 'has no form that is known'
}

function said(issue: Issue, map: unknown): string {
  if (issue.code === 'invalid_type') {
    const value = valueAt(map, issue.path)
    return value === undefined ? 'is missing' : `must be ${kinds[issue.expected] ?? issue.expected}`
  }
  if (issue.code === 'invalid_value') {
    return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`
  }
  if (issue.code === 'invalid_key') return 'has a name that is empty or longer than 63 bytes'
  if (issue.code === 'too_small') {
    return issue.origin === 'number' || issue.origin === 'int'
      ? `must be at least ${issue.minimum}`
      : 'is empty'
  }
  if (issue.code === 'too_big') return `must be at most ${issue.maximum}`
  return issue.message
}

/** The problems of the one form that has a key of what was written, of an entry of `sessions`. */
function begun(
  issue: z.core.$ZodIssueInvalidUnion,
  map: unknown,
  form: MapForm,
): string[] | undefined {
  const place = placeOf(issue.path)
  const value = valueAt(map, issue.path)
  if (!aSession.test(place) || typeof value !== 'object' || value === null) return undefined
  // In the order of the schema: by, byEmail, update, and then what ends by itself.
  const rows = form === 'tables' ? 3 : 0
  let number: number
  if (rows > 0 && 'delete' in value) number = 'byEmail' in value && !('by' in value) ? 1 : 0
  else if (rows > 0 && 'update' in value) number = 2
  else if ('because' in value) {
    const reason = reasons[form].indexOf(String(value.because))
    if (reason < 0) {
      const quoted = reasons[form].map((one) => `"${one}"`)
      return [`${place}.because: must be ${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`]
    }
    number = rows + reason
  } else return undefined
  const inner = issue.errors[number] ?? []
  return mapProblems(
    inner.map((one) => ({ ...one, path: [...issue.path, ...one.path] })),
    map,
    form,
  )
}

function placeOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (place, key) => (typeof key === 'number' ? `${place}[${key}]` : within(place, String(key))),
    '',
  )
}

function within(place: string, key: string): string {
  return place === '' ? key : `${place}.${key}`
}

function valueAt(map: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined,
    map,
  )
}
