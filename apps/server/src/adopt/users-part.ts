import type { DraftMap } from './draft.ts'
import type { FoundUsers } from './find-users.ts'
import { frequencies, type Look, values } from './look.ts'
import {
  aliveNames,
  localeNames,
  loginNames,
  normalizedAddress,
  plainly,
  statusNames,
  verifiedNames,
} from './names.ts'
import { type Column, columnsLike, isBoolean, isInteger, isText, isTime } from './tables.ts'

type Condition = DraftMap['users']['alive'][string]
type Rows = Awaited<ReturnType<Look>>
type Part = { users: DraftMap['users']; unsure: string[] }

/** Who people are, where their address is, and who of them may recover. */
export async function usersPart({ users, id, address }: FoundUsers, look: Look): Promise<Part> {
  const { column } = address
  const rows = await look(
    users,
    users.columns.map(({ name }) => name),
  )
  const alive = aliveConditions(users.columns, rows)
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

function aliveConditions(
  columns: readonly Column[],
  rows: Rows,
): { conditions: Record<string, Condition>; unsure: string[] } {
  const conditions: Record<string, Condition> = {}
  const unsure: string[] = []
  for (const column of columns) {
    const condition = aliveCondition(column, values(rows, column.name))
    if (condition === undefined) continue
    const passing = rows.filter((row) => holds(condition, row[column.name] ?? null))
    if (rows.length > 0 && passing.length < rows.length / 10) {
      unsure.push(
        `${column.name} may say who can sign in, but almost every user would be shut out by ${JSON.stringify(condition)}; it is left out. Say in users.alive what it must be.`,
      )
    } else conditions[column.name] = condition
  }
  for (const column of columns.filter(({ name }) => statusNames.test(plainly(name)))) {
    if (column.name in conditions) continue
    const found = frequencies(values(rows, column.name))
    const usual = found.find(({ value }) => /^(?:active|enabled|ok|normal)$/i.test(value))
    if (usual && usual.count >= rows.length / 2) {
      conditions[column.name] = usual.value
      unsure.push(
        `Only users whose ${column.name} is ${usual.value} get an email${found.length > 1 ? ` (others have ${named(found.filter((one) => one !== usual))})` : ''}.`,
      )
    } else {
      unsure.push(
        `${column.name} may say who can sign in${found.length > 0 && found.length < 10 ? ` (it has ${named(found)})` : ''}. If some may not recover, say in users.alive what it must be.`,
      )
    }
  }
  return { conditions, unsure }
}

function named(found: readonly { value: string }[]): string {
  return found.map(({ value }) => value.slice(0, 20)).join(', ')
}

function aliveCondition(column: Column, found: readonly string[]): Condition | undefined {
  const is = aliveNames.find(({ names }) => names.test(plainly(column.name)))?.is
  if (is === undefined) return undefined
  const isFlag = isInteger(column) && found.every((value) => value === '0' || value === '1')
  if (is === 'null') {
    if (isInteger(column)) return found.some((value) => value === '0') ? 0 : null
    return isTime(column) ? null : undefined
  }
  if (is === 'not in the future') return isTime(column) ? { notFuture: true } : undefined
  if (is === 'true') return isBoolean(column) ? true : isFlag ? 1 : undefined
  if (isBoolean(column)) return column.notNull ? false : { not: true }
  if (isFlag) return column.notNull ? 0 : { not: 1 }
  // `deleted timestamp`: a time where a flag would be.
  return isTime(column) ? null : undefined
}

/** The same test on the text of a value, so far as the conditions above need it. */
function holds(condition: Condition, value: string | null): boolean {
  if (condition === null) return value === null
  if (typeof condition !== 'object') return value === String(condition)
  if ('not' in condition) return value !== String(condition.not)
  return true
}
