import type { PasswordPart } from '../map/account-map.ts'
import type { CatalogueColumn, CatalogueTable } from './catalogue.ts'
import { type Finding, listed, mismatch, note, quoted, quotedTable, warning } from './finding.ts'
import type { NeededColumn, NeededTable, Use } from './needs.ts'

const texts = ['text', 'varchar', 'bpchar', 'citext', 'name']
const integers = ['int2', 'int4', 'int8']
const numbers = [...integers, 'numeric', 'float4', 'float8']
const times = ['timestamptz', 'timestamp', 'date']
const json = ['json', 'jsonb']

/** What a change of the password writes into each part, at most. */
export type WrittenLengths = Partial<Record<PasswordPart, number>>

export type ColumnOptions = { format: string; lengths: WrittenLengths; match: string | undefined }

export function columnProblems(
  needed: NeededTable,
  found: CatalogueTable,
  options: ColumnOptions,
): Finding[] {
  const fixed = needed.columns.filter(({ uses }) => uses.some(isFixed)).map(({ name }) => name)
  return needed.columns.flatMap((column) => {
    const one = found.columns.find(({ name }) => name === column.name)
    const about = `${needed.table} (${column.name})`
    if (one === undefined) {
      const near = found.columns.find(({ name }) => plainly(name) === plainly(column.name))
      return [
        mismatch({
          about,
          says: 'There is no such column',
          todo: near
            ? `Did you mean ${near.name}? Correct the map.`
            : `It has ${listed(found.columns.map(({ name }) => name))}. Correct the map.`,
        }),
      ]
    }
    return [
      ...writeProblems(about, column, one),
      ...column.uses.flatMap((use) => useProblems(about, use, { ...options, column: one })),
      ...(column.uses.some(({ as }) => as === 'id')
        ? idProblems(about, one, { found, fixed })
        : []),
    ]
  })
}

function isFixed(use: Use): boolean {
  return use.as === 'condition' && typeof use.is !== 'object'
}

function plainly(name: string): string {
  return name.toLowerCase().replaceAll('_', '')
}

function writeProblems(about: string, needed: NeededColumn, found: CatalogueColumn): Finding[] {
  if (!needed.writes || !found.isGenerated) return []
  return [
    mismatch({
      about,
      says: 'PostgreSQL computes this column, so nothing can write it',
      todo: 'Take it out of what the map writes.',
    }),
  ]
}

type Context = ColumnOptions & { column: CatalogueColumn }

function useProblems(about: string, use: Use, context: Context): Finding[] {
  const { column } = context
  const wrong = (must: string) => [
    mismatch({
      about,
      says: `Its type is ${column.type}, and ${must}`,
      todo: 'Correct the map.',
    }),
  ]
  const is = (...types: string[]) => types.includes(column.base)
  switch (use.as) {
    case 'id':
      return is(...integers, 'numeric', 'uuid', ...texts)
        ? []
        : wrong('an id must be a number, a uuid or a text')
    case 'address':
      return is(...texts) ? citextProblems(about, context) : wrong('an address must be a text')
    case 'text':
      return is(...texts) ? [] : wrong('this must be a text')
    case 'password':
      return passwordProblems(about, use, context)
    case 'condition':
      return conditionProblems(about, use.is, context)
    case 'written':
      return writtenProblems(about, use.value, context)
    default:
      return []
  }
}

function citextProblems(about: string, { column, match }: Context): Finding[] {
  if (column.base !== 'citext') {
    return match === 'citext'
      ? [
          mismatch({
            about,
            says: `The map says "match": "citext", and its type is ${column.type}`,
            todo: 'Write "lower" or "exact", whichever its index serves.',
          }),
        ]
      : []
  }
  return column.mayUseBaseSchema
    ? []
    : [
        mismatch({
          about,
          says: `Its type citext is in the schema ${column.baseSchema}, which the role may not use, so addresses cannot be compared`,
          todo: `Run as its owner:\nGRANT USAGE ON SCHEMA ${quoted(column.baseSchema)} TO <role>;`,
        }),
      ]
}

function passwordProblems(
  about: string,
  { part, inJson }: Extract<Use, { as: 'password' }>,
  { column, lengths, format }: Context,
): Finding[] {
  const expected = inJson ? json : texts
  if (!expected.includes(column.base)) {
    const must = inJson
      ? 'the map says that the password is inside JSON'
      : 'a password must be stored as text'
    return [
      mismatch({
        about,
        says: `Its type is ${column.type}, and ${must}`,
        todo: 'Correct the map.',
      }),
    ]
  }
  const written = lengths[part]
  if (inJson || written === undefined || column.length === null) return []
  if (written > column.length) {
    return [
      mismatch({
        about,
        says: `It holds ${column.length} characters, and ${format} writes up to ${written}`,
        todo: 'Name a format that fits and that your application reads, or widen the column.',
      }),
    ]
  }
  return column.base === 'bpchar' && written < column.length
    ? [
        warning({
          about,
          says: `Its type is ${column.type}, which adds blanks to the ${written} characters of a hash`,
          todo: 'See whether your application reads them with: latchkey doctor --trial <address>',
        }),
      ]
    : []
}

function conditionProblems(
  about: string,
  condition: Extract<Use, { as: 'condition' }>['is'],
  { column }: Context,
): Finding[] {
  if (typeof condition !== 'object' || condition === null) return []
  const [word = ''] = Object.keys(condition)
  const isTime = ['past', 'future', 'notFuture'].includes(word)
  const isPattern = ['like', 'notLike'].includes(word)
  const fits = isTime
    ? [...times, ...integers].includes(column.base)
    : !isPattern || texts.includes(column.base)
  if (fits) return []
  return [
    mismatch({
      about,
      says: `Its type is ${column.type}, and "${word}" is for ${isTime ? 'times' : 'texts'}`,
      todo: 'Correct the map.',
    }),
  ]
}

function writtenProblems(
  about: string,
  value: Extract<Use, { as: 'written' }>['value'],
  { column }: Context,
): Finding[] {
  const wrong = (says: string, todo = 'Correct the map.') => [mismatch({ about, says, todo })]
  const { base, type, length, notNull } = column
  if (value === null) {
    return notNull ? wrong('The map writes null, and the column is not null') : []
  }
  if (value === 'now') {
    if (integers.includes(base)) {
      return wrong(
        `Its type is ${type}, so "now" needs a unit`,
        'Write { "now": "s" } for seconds since 1970, or { "now": "ms" } for milliseconds.',
      )
    }
    return [...times, ...texts].includes(base)
      ? []
      : wrong(`Its type is ${type}, and "now" is a time`)
  }
  if (typeof value === 'string') {
    return length !== null && value.length > length
      ? wrong(`It holds ${length} characters, and the map writes ${value.length}`)
      : []
  }
  if (typeof value !== 'object') return []
  if ('now' in value) {
    const widest = value.now === 'ms' ? ['int8', 'numeric', 'float8'] : numbers
    return widest.includes(base)
      ? []
      : wrong(`Its type is ${type}, which does not hold a time in ${value.now}`)
  }
  if ('increment' in value) {
    return numbers.includes(base) ? [] : wrong(`Its type is ${type}, which cannot be counted up`)
  }
  if ('random' in value) {
    if (!texts.includes(base)) return wrong(`Its type is ${type}, and random letters are a text`)
    return length !== null && value.random > length
      ? wrong(`It holds ${length} characters, and the map writes ${value.random}`)
      : []
  }
  if ('uuid' in value) {
    const fits = base === 'uuid' || (texts.includes(base) && (length ?? 36) >= 36)
    return fits ? [] : wrong(`Its type is ${type}, which does not hold a uuid`)
  }
  return times.includes(base) ? [] : wrong(`Its type is ${type}, and "keepOrNow" writes a time`)
}

/**
 * Without a unique id a change could reach two people.
 *
 * @param fixed columns that have one value in the rows of users who may recover.
 */
function idProblems(
  about: string,
  column: CatalogueColumn,
  { found, fixed }: { found: CatalogueTable; fixed: readonly string[] },
): Finding[] {
  if (found.kind === 'v') {
    return [
      note({
        about,
        says: 'The table is a view, so it is not known whether the id is unique; it must be',
      }),
    ]
  }
  const nameOf = (number: number | null) =>
    found.columns.find((one) => one.number === number)?.name ?? 'an expression'
  const candidates = found.indexes
    .filter(({ isUnique, columns }) => isUnique && columns.includes(column.number))
    .map(({ columns, isWhole }) => {
      const others = columns.filter((number) => number !== column.number).map(nameOf)
      return { isWhole, others: others.filter((name) => !fixed.includes(name)) }
    })
    .sort((a, b) => a.others.length - b.others.length || Number(b.isWhole) - Number(a.isWhole))
  const [best] = candidates
  if (best?.others.length === 0 && best.isWhole) return []
  if (best && (best.others.length === 0 || found.kind === 'p')) {
    return [
      warning({
        about,
        says:
          best.others.length === 0
            ? 'It is unique only among some rows (a partial index)'
            : `The table is partitioned, so PostgreSQL can only say that it is unique together with ${listed(best.others)}`,
        todo: 'Make sure that no two users have the same; a change of the password would reach both.',
      }),
    ]
  }
  const table = quotedTable(`${found.schema}.${found.name}`)
  return [
    mismatch({
      about,
      says: best
        ? `It is unique only together with ${listed(best.others)}, so it is no id of one user`
        : 'No unique index says that it is the id of one user',
      todo: best
        ? 'Name a column that is unique by itself.'
        : `Name another column, or run as the owner:\nCREATE UNIQUE INDEX CONCURRENTLY ON ${table} (${quoted(column.name)});`,
    }),
  ]
}
