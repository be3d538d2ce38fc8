import type { ApplicationTable } from '@latchkey/db'
import type { DraftMap, Session } from './draft.ts'
import { type Look, values } from './look.ts'
import {
  attemptNames,
  changeTimes,
  epochNames,
  lockNames,
  mustChangeNames,
  passwordTimes,
  plainly,
  rememberNames,
  resetNames,
  rowVersionNames,
  stampNames,
} from './names.ts'
import { type Column, isBoolean, isInteger, isJson, isText, isTime } from './tables.ts'

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
 */
export async function changesPart(
  table: ApplicationTable,
  { hasPassword }: { hasPassword: boolean },
  look: Look,
): Promise<Changes> {
  const changes: Changes = { onChange: {}, ended: [], unsure: [] }
  for (const column of table.columns) {
    if (column.isGenerated) continue
    const plain = plainly(column.name)
    const isTimeOfChange = changeTimes.test(plain) && hasPassword
    if (isTimeOfChange || passwordTimes.test(plain)) {
      const now = await nowFor(table, column, look)
      if (now !== undefined) changes.onChange[column.name] = now
      else if (!isText(column)) {
        changes.unsure.push(
          `${column.name} seems to hold a time as a number; say in onChange whether it is { "now": "s" } or { "now": "ms" }.`,
        )
      }
      continue
    }
    const written = writtenTo(column, plain)
    if (written === undefined) continue
    changes.onChange[column.name] = written
    if (epochNames.test(plain) || (stampNames.test(plain) && plain !== 'concurrencystamp')) {
      changes.ended.push({ because: 'column', column: column.name })
    }
  }
  return changes
}

function writtenTo(column: Column, plain: string): Written | undefined {
  if (resetNames.test(plain)) return emptied(column)
  if (attemptNames.test(plain))
    return isInteger(column) || column.base === 'numeric' ? 0 : undefined
  if (lockNames.test(plain)) return emptied(column)
  if (rememberNames.test(plain)) {
    return isText(column) ? { random: Math.min(60, column.length ?? 60) } : undefined
  }
  if (epochNames.test(plain) || rowVersionNames.test(plain)) {
    return isInteger(column) ? { increment: 1 } : undefined
  }
  if (stampNames.test(plain)) {
    const fits = column.base === 'uuid' || (isText(column) && (column.length ?? 36) >= 36)
    return fits ? { uuid: true } : undefined
  }
  if (mustChangeNames.test(plain)) return isBoolean(column) ? false : undefined
  return undefined
}

function emptied(column: Column): Written | undefined {
  if (!column.notNull) return null
  if (isText(column)) return ''
  return isInteger(column) ? 0 : undefined
}

async function nowFor(
  table: ApplicationTable,
  column: Column,
  look: Look,
): Promise<Written | undefined> {
  if (isTime(column)) return 'now'
  if (isJson(column) || !isInteger(column)) return undefined
  // Seconds since 1970 have ten digits, milliseconds thirteen.
  if (column.base === 'int4') return { now: 's' }
  const [some] = values(await look(table, [column.name]), column.name).filter(
    (value) => value !== '0',
  )
  if (some === undefined) return undefined
  return { now: Number(some) > 100_000_000_000 ? 'ms' : 's' }
}
