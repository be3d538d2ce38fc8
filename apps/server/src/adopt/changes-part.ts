import type { ApplicationTable } from '@latchkey/db'
import type { DraftMap, Session } from './draft.ts'
import { type Look, values } from './look.ts'
import {
  attemptNames,
  changeTimes,
  doubtfulTokens,
  epochNames,
  lockNames,
  mustChangeNames,
  otherTokens,
  passwordTimes,
  plainly,
  refreshNames,
  rememberNames,
  resetNames,
  rowVersionNames,
  stampNames,
} from './names.ts'
import {
  type Column,
  columnsLike,
  isBoolean,
  isInteger,
  isLike,
  isText,
  isTime,
  isUnique,
} from './tables.ts'

type Written = DraftMap['onChange'][string]

export type Changes = {
  onChange: Record<string, Written>
  /** Columns that sessions contain, so that the change itself ends them. */
  ended: Session[]
  unsure: string[]
}

/**
 * What else changes in a row with the password.
 *
 * @param hasPassword the row is the one with the password: only then is its time of change set.
 * @param isApart and it is not that of the user. Tokens in it are those of other providers.
 */
export async function changesPart(
  table: ApplicationTable,
  { hasPassword, isApart = false }: { hasPassword: boolean; isApart?: boolean },
  look: Look,
): Promise<Changes> {
  const isOfProvider = isApart || columnsLike(table, /^provider/).length > 0
  const changes: Changes = { onChange: {}, ended: [], unsure: [] }
  for (const column of table.columns) {
    if (column.isGenerated) continue
    const is = (names: RegExp) => isLike(table, column, names)
    if ((is(changeTimes) && hasPassword) || is(passwordTimes)) {
      const now = await nowFor(table, column, look)
      if (now !== undefined) changes.onChange[column.name] = now
      else if (isInteger(column) || column.base === 'numeric') {
        changes.unsure.push(
          `${column.name} seems to hold a time as a number; say in onChange whether it is { "now": "s" } or { "now": "ms" }.`,
        )
      }
      continue
    }
    const isForeign = isOfProvider && is(refreshNames)
    const written = isForeign ? undefined : writtenTo(table, column, is)
    if (written === undefined) {
      if (isText(column) && !isApart && is(doubtfulTokens) && !is(otherTokens)) {
        changes.unsure.push(
          `${column.name} may let somebody in without the password. If it does, empty it with the change: write "${column.name}": null in onChange.`,
        )
      }
      continue
    }
    changes.onChange[column.name] = written
    if (is(epochNames) || (is(stampNames) && !is(/^concurrencystamp$/))) {
      changes.ended.push({ because: 'column', column: column.name })
    }
  }
  return changes
}

function writtenTo(
  table: ApplicationTable,
  column: Column,
  is: (names: RegExp) => boolean,
): Written | undefined {
  if (is(resetNames) || is(refreshNames)) return emptied(table, column)
  if (is(attemptNames)) return isInteger(column) || column.base === 'numeric' ? 0 : undefined
  if (is(lockNames)) return emptied(table, column)
  if (is(rememberNames)) return isText(column) ? random(column) : undefined
  if (is(epochNames) || is(rowVersionNames)) {
    return isInteger(column) ? { increment: 1 } : undefined
  }
  if (is(stampNames)) {
    const fits = column.base === 'uuid' || (isText(column) && (column.length ?? 36) >= 36)
    return fits ? { uuid: true } : undefined
  }
  if (is(mustChangeNames)) return isBoolean(column) ? false : undefined
  return undefined
}

function emptied(table: ApplicationTable, column: Column): Written | undefined {
  if (!column.notNull) return null
  // Two users cannot both have the empty text.
  if (isText(column)) return isUnique(table, column.name) ? random(column) : ''
  return isInteger(column) ? 0 : undefined
}

function random({ length }: Column): Written | undefined {
  return length !== null && length < 8 ? undefined : { random: Math.min(60, length ?? 60) }
}

async function nowFor(
  table: ApplicationTable,
  column: Column,
  look: Look,
): Promise<Written | undefined> {
  if (isTime(column)) return 'now'
  if (column.base !== 'int4' && column.base !== 'int8') return undefined
  const [some] = values(await look(table, [column.name]), column.name)
    .map(Number)
    .filter(Boolean)
  // Seconds since 1970 have ten digits, milliseconds thirteen. What has fewer, or more, is something else.
  if (some !== undefined) {
    if (some < 100_000_000 || some > 100_000_000_000_000) return undefined
    return { now: some > 100_000_000_000 ? 'ms' : 's' }
  }
  const isNamedTime = /(?:at|on|date|time|timestamp|updated|modified)$/.test(plainly(column.name))
  return column.base === 'int4' && isNamedTime ? { now: 's' } : undefined
}
