import type { ApplicationTable } from '@latchkey/db'
import type { DraftMap } from './draft.ts'
import type { FoundUsers } from './find-users.ts'
import { frequencies, type Look, values } from './look.ts'
import {
  type Aliveness,
  aliveNames,
  localeNames,
  loginNames,
  normalizedAddress,
  statusNames,
  verifiedNames,
} from './names.ts'
import { type Column, columnsLike, isBoolean, isInteger, isLike, isText, isTime } from './tables.ts'

export type Condition = DraftMap['users']['alive'][string]
type Rows = Awaited<ReturnType<Look>>
type Part = { users: DraftMap['users']; unsure: string[] }

/**
 * Who people are, where their address is, and who of them may recover.
 *
 * @param known conditions that are known of the framework.
 */
export async function usersPart(
  { users, id, address }: FoundUsers,
  look: Look,
  known: Readonly<Record<string, Condition>> = {},
): Promise<Part> {
  const { column } = address
  const rows = await look(
    users,
    users.columns.map(({ name }) => name),
  )
  const alive = aliveConditions(users, rows, known)
  const verified = verifiedColumn(users)
  const login = loginColumn(users, column, rows)
  const locale = columnsLike(users, localeNames).find(
    (one) => isText(one) && looksLikeLanguages(values(rows, one.name)),
  )
  return {
    users: {
      table: users.table,
      ...{ id, email: column.name },
      ...matchOf(users, column, rows),
      ...(login && { login: login.name }),
      ...(locale && { locale: locale.name }),
      alive: alive.conditions,
      ...(verified && { verified: { column: verified.name } }),
    },
    unsure: [
      ...(address.isConfirmed
        ? []
        : [`${column.name} is taken for the address by its name; no row shows it yet.`]),
      ...address.others.map((other) => `${other} has addresses too; email goes to ${column.name}.`),
      ...alive.unsure,
      ...(verified
        ? [
            `Users who have not confirmed the address (${verified.name}) may recover too: the link proves the mailbox. If your sign-in wants it confirmed, write "setOnChange": true beside it in the map.`,
          ]
        : []),
    ],
  }
}

function matchOf(
  users: FoundUsers['users'],
  column: Column,
  rows: Rows,
): Pick<DraftMap['users'], 'match' | 'matchColumn'> {
  if (column.base === 'citext') return { match: 'citext' }
  const normalized = columnsLike(users, normalizedAddress).find(isText)
  const isUpper =
    normalized &&
    rows.every((row) => {
      const [folded, email] = [row[normalized.name], row[column.name]]
      return folded == null || email == null || folded === email.toUpperCase()
    })
  return isUpper ? { match: 'upper', matchColumn: normalized.name } : { match: 'lower' }
}

function verifiedColumn(users: FoundUsers['users']): Column | undefined {
  const found = columnsLike(users, verifiedNames).filter((one) => isBoolean(one) || isTime(one))
  return found.find(({ name }) => /mail/i.test(name)) ?? found[0]
}

/** What people type to sign in, where that is not the address. */
function loginColumn(users: FoundUsers['users'], address: Column, rows: Rows): Column | undefined {
  return columnsLike(users, loginNames).find((one) => {
    if (!isText(one) || one.name === address.name) return false
    if (rows.length === 0) return true
    const other = rows.filter((row) => row[one.name] && row[one.name] !== row[address.name])
    return other.length >= rows.length / 2
  })
}

function looksLikeLanguages(found: readonly string[]): boolean {
  const tags = found.filter((value) => /^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$/.test(value))
  return tags.length >= found.filter((value) => value !== '').length * 0.8
}

/** Columns that say who may sign in, what they must be, and what nobody can know. */
function aliveConditions(
  users: ApplicationTable,
  rows: Rows,
  known: Readonly<Record<string, Condition>>,
): { conditions: Record<string, Condition>; unsure: string[] } {
  const conditions: Record<string, Condition> = {}
  const unsure: string[] = []
  for (const column of users.columns) {
    const { name } = column
    const found = frequencies(values(rows, name))
    const told = known[name]
    const is = aliveNames.find(({ names }) => isLike(users, column, names))?.is
    if (told !== undefined) conditions[name] = told
    else if (is !== undefined) {
      const condition = aliveCondition(column, is, found)
      const isRight = condition !== undefined && isUsual(condition, name, rows)
      if (isRight) conditions[name] = condition
      else unsure.push(mayDecide(name, found, condition))
    } else if (isLike(users, column, statusNames)) {
      const usual = found.find(({ value }) => /^(?:active|enabled|ok|normal)$/i.test(value))
      if (usual && usual.count >= rows.length / 2) {
        conditions[name] = usual.value
        unsure.push(onlyThese(name, usual, found))
      } else unsure.push(mayDecide(name, found))
    }
  }
  return { conditions, unsure }
}

type Frequencies = ReturnType<typeof frequencies>

function mayDecide(name: string, found: Frequencies, tried?: Condition): string {
  const others = found.length > 0 && found.length < 10 ? ` (it has ${named(found)})` : ''
  return tried === undefined
    ? `${name} may say who can sign in${others}. If some may not recover, say in users.alive what it must be.`
    : `${name} may say who can sign in, but almost every user would be shut out by ${JSON.stringify(tried)}; it is left out. Say in users.alive what it must be.`
}

function onlyThese(name: string, usual: Frequencies[number], found: Frequencies): string {
  const others = found.filter((one) => one !== usual)
  return `Only users whose ${name} is ${usual.value} get an email${others.length > 0 ? ` (others have ${named(others)})` : ''}.`
}

function named(found: Frequencies): string {
  return found.map(({ value }) => value.slice(0, 20)).join(', ')
}

const flags = /^(?:[01]|y|n|yes|no|t|f|true|false|on|off)$/i
const yes = /^(?:1|y|yes|t|true|on)$/i

function aliveCondition(column: Column, is: Aliveness, found: Frequencies): Condition | undefined {
  const areFlags = found.every(({ value }) => flags.test(value))
  const isFlag = isInteger(column) && areFlags
  const hasZero = found.some(({ value }) => value === '0')
  if (is === 'null') {
    if (isInteger(column)) return hasZero ? 0 : null
    return isTime(column) ? null : undefined
  }
  if (is === 'not in the future') return isTime(column) ? { notFuture: true } : undefined
  if (is === 'true') {
    if (isBoolean(column)) return true
    if (isFlag) return 1
    return isText(column) && areFlags
      ? found.find(({ value }) => yes.test(value))?.value
      : undefined
  }
  if (isBoolean(column)) return column.notNull ? false : { not: true }
  if (isFlag) return column.notNull ? 0 : { not: 1 }
  // A time where a flag would be: `deleted timestamp`.
  if (isInteger(column)) return hasZero ? 0 : undefined
  if (isText(column) && areFlags) return found.find(({ value }) => !yes.test(value))?.value
  return isTime(column) ? null : undefined
}

/** Whether at least some of the users may recover with it. */
function isUsual(condition: Condition, name: string, rows: Rows): boolean {
  return (
    rows.length === 0 ||
    rows.filter((row) => holds(condition, row[name] ?? null)).length >= rows.length / 10
  )
}

/** The same test on the text of a value, so far as the conditions above need it. */
function holds(condition: Condition, value: string | null): boolean {
  if (condition === null) return value === null
  if (typeof condition !== 'object') return value === String(condition)
  if ('not' in condition) return value !== String(condition.not)
  return true
}
