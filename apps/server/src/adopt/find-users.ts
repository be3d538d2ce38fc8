import type { Application, ApplicationTable } from '@latchkey/db'
import type { FoundAddress } from './find-addresses.ts'
import { type FoundPassword, isKnown } from './find-passwords.ts'
import { otherPeople, peopleNames, plainly } from './names.ts'
import { referenceTo } from './references.ts'
import { isUnique, keyOf, tableOf } from './tables.ts'

/** A table of people, with where their addresses and passwords are. */
export type FoundUsers = {
  users: ApplicationTable
  id: string
  address: FoundAddress
  password: FoundPassword
  /** Columns of the table of passwords, and the columns of the users that they equal. Absent: it is the same table. */
  join?: Record<string, string>
}

type FindAddress = (table: ApplicationTable) => Promise<FoundAddress | undefined>

/** Every pair of people and passwords. The likeliest first, with how much speaks for it. */
export async function findUsers(
  application: Application,
  passwords: readonly FoundPassword[],
  addressOf: FindAddress,
): Promise<{ found: FoundUsers; weight: number }[]> {
  const all: FoundUsers[] = []
  for (const password of passwords) {
    const own = await inOneTable(password, addressOf)
    if (own) all.push(own)
    else all.push(...(await inTwoTables(application, password, addressOf)))
  }
  return all
    .map((found) => ({ found, weight: weightOf(found) }))
    .toSorted((a, b) => b.weight - a.weight)
}

async function inOneTable(
  password: FoundPassword,
  addressOf: FindAddress,
): Promise<FoundUsers | undefined> {
  const { table: users } = password
  const id = keyOf(users)
  const address = await addressOf(users)
  if (address === undefined || id === undefined || id === address.column.name) return undefined
  return { users, id, address, password }
}

async function inTwoTables(
  application: Application,
  password: FoundPassword,
  addressOf: FindAddress,
): Promise<FoundUsers[]> {
  const { table } = password
  const found: FoundUsers[] = []
  for (const users of application.tables) {
    const id = keyOf(users)
    if (id === undefined || users === table) continue
    const join = joinOf(users, id, table)
    const address = join && (await addressOf(users))
    if (join && address && address.column.name !== id) {
      found.push({ users, id, address, password, join })
    }
  }
  return found
}

/** The passwords name the user, or the user names the row of the password. */
function joinOf(
  users: ApplicationTable,
  id: string,
  passwords: ApplicationTable,
): Record<string, string> | undefined {
  const reference = referenceTo(users, id, passwords)
  if (reference) return { [reference.column]: id }
  const key = keyOf(passwords)
  const back = key === undefined ? undefined : referenceTo(passwords, key, users)
  return back && key !== undefined && back.isDeclared ? { [key]: back.column } : undefined
}

function weightOf({ users, address, password, join }: FoundUsers): number {
  const name = plainly(users.name)
  const { formats, passwords } = password.recognition
  const written = formats.reduce((sum, { share }) => sum + share, 0)
  const isOnly =
    isUnique(users, address.column.name) ||
    users.indexes.some(({ columns, isUnique: unique }) => unique && columns.includes(null))
  return (
    (isKnown(password) ? 4 + written : 0) +
    (passwords > 0 ? 1 : 0) +
    (address.isConfirmed ? 1 : 0) +
    (isOnly ? 1 : 0) +
    (peopleNames.test(name) ? 1.5 : 0) +
    (join === undefined ? 0 : -0.25) -
    (otherPeople.test(`${plainly(users.schema)}.${name}`) ? 3 : 0)
  )
}

/** The one that is named, or the one for which clearly more speaks than for the next. */
export function choose(
  all: readonly { found: FoundUsers; weight: number }[],
): { chosen: FoundUsers; others: FoundUsers[] } | { unclear: FoundUsers[] } {
  const [first, second] = all
  if (first === undefined) return { unclear: [] }
  const others = all.slice(1).filter(({ found }) => isKnown(found.password))
  if (second && first.weight - second.weight < 1 && !isSamePeople(first.found, second.found)) {
    return {
      unclear: all.filter(({ weight }) => first.weight - weight < 1).map(({ found }) => found),
    }
  }
  return { chosen: first.found, others: others.map(({ found }) => found) }
}

function isSamePeople(one: FoundUsers, other: FoundUsers): boolean {
  return one.users === other.users && one.password.columns.hash === other.password.columns.hash
}

/** Those of one table, as somebody names it. */
export function ofTable(
  application: Application,
  all: readonly { found: FoundUsers; weight: number }[],
  table: string,
): FoundUsers[] {
  const named = tableOf(application, table)
  return all.filter(({ found }) => found.users === named).map(({ found }) => found)
}
