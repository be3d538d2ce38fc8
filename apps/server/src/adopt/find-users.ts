import type { Application, ApplicationTable } from '@latchkey/db'
import { type FoundAddress, findAddress } from './find-addresses.ts'
import { type FoundPassword, isKnown } from './find-passwords.ts'
import { type Look, values } from './look.ts'
import { copies, inWords, peopleNames, plainly } from './names.ts'
import { referenceTo } from './references.ts'
import { isUnique, keyOf, keysOf, tableOf } from './tables.ts'

/** A table of people, with where their addresses and passwords are. */
export type FoundUsers = {
  users: ApplicationTable
  id: string
  address: FoundAddress
  password: FoundPassword
  /** Columns of the table of passwords, and the columns of the users that they equal. Absent: it is the same table. */
  join?: Record<string, string>
}

/** How rows are read, and the column of addresses if somebody says it. */
type Looking = { look: Look; email?: string | undefined }

/** The likeliest first, with how much speaks for it. */
export type Candidates = { found: FoundUsers; weight: number }[]

/** Every pair of people and passwords, and why other tables with passwords are none. */
export async function findUsers(
  application: Application,
  passwords: readonly FoundPassword[],
  looking: Looking,
): Promise<{ people: Candidates; reasons: string[] }> {
  const all: FoundUsers[] = []
  const reasons: string[] = []
  for (const password of passwords) {
    const own = await inOneTable(application, password, looking)
    const found = 'lacks' in own ? await inTwoTables(application, password, looking) : [own]
    all.push(...found)
    if ('lacks' in own && found.length === 0) reasons.push(own.lacks)
  }
  const people = all
    .map((found) => ({ found, weight: weightOf(found) }))
    .toSorted((a, b) => b.weight - a.weight)
  return { people, reasons: [...new Set(reasons)] }
}

async function inOneTable(
  application: Application,
  password: FoundPassword,
  { look, email }: Looking,
): Promise<FoundUsers | { lacks: string }> {
  const { table: users, columns } = password
  const address = await findAddress(users, look, email)
  if (address === undefined) {
    return {
      lacks: `${users.table} has passwords (${columns.hash}), and neither it nor a table that belongs to it row by row has a column of addresses`,
    }
  }
  const id = idOf(application, users, address)
  return id === undefined ? { lacks: noId(users, address) } : { users, id, address, password }
}

/** Of several columns that could be the id, the one that other tables refer to. */
function idOf(
  { tables }: Application,
  users: ApplicationTable,
  { column: address }: FoundAddress,
): string | undefined {
  const references = tables.flatMap(({ foreignKeys }) =>
    foreignKeys.filter(({ table, to }) => table === users.table && to.length === 1),
  )
  const count = (name: string) => references.filter(({ to }) => to[0] === name).length
  const [id] = keysOf(users)
    .filter((name) => name !== address.name)
    .toSorted((a, b) => count(b) - count(a))
  return id
}

function noId({ table, primaryKey }: ApplicationTable, { column }: FoundAddress): string {
  const says =
    primaryKey.length > 1
      ? `In ${table} only ${primaryKey.join(' and ')} together say who somebody is`
      : `${table} has no column besides the address (${column.name}) that is unique and never null`
  return `${says}, and Latchkey needs one column with the id of one user: add one with a unique index and run this again, or let functions stand for the table (docs/adopting.md)`
}

async function inTwoTables(
  application: Application,
  password: FoundPassword,
  { look, email }: Looking,
): Promise<FoundUsers[]> {
  const { table } = password
  const found: FoundUsers[] = []
  for (const users of application.tables) {
    if (users === table) continue
    const address = await findAddress(users, look, email)
    const id = address && idOf(application, users, address)
    const join = id === undefined ? undefined : joinOf(users, id, table)
    if (!address || id === undefined || !join) continue
    if (await isOneToOne(users, password, { join, look })) {
      found.push({ users, id, address, password, join })
    }
  }
  return found
}

/** Several users of one tenant refer to the tenant, and its address is not theirs. */
async function isOneToOne(
  users: ApplicationTable,
  { table, columns }: FoundPassword,
  { join, look }: { join: Record<string, string>; look: Look },
): Promise<boolean> {
  const [owner = ''] = Object.keys(join)
  if (isUnique(table, owner)) return true
  if (isPeople(table) && !isPeople(users)) return false
  const rows = await look(table, [owner, columns.hash])
  const owners = values(
    rows.filter((row) => row[columns.hash]),
    owner,
  )
  return new Set(owners).size === owners.length
}

function isPeople({ name }: ApplicationTable): boolean {
  return peopleNames.test(plainly(name))
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
    (isPeople(users) ? 1.5 : 0) +
    (join === undefined ? 0 : -0.25) -
    (isCopy(users) || isCopy(password.table) ? 3 : 0)
  )
}

export function isCopy({ schema, name }: ApplicationTable): boolean {
  return copies.test(inWords(`${schema}.${name}`))
}

/** The one for which clearly more speaks than for the next. Two tables of people who sign in are never weighed. */
export function choose(
  all: Candidates,
): { chosen: FoundUsers; others: FoundUsers[] } | { unclear: FoundUsers[] } {
  const [first] = all
  if (first === undefined) return { unclear: [] }
  const unclear = all.filter(
    (one) => one === first || first.weight - one.weight < 1 || areOthers(one.found, first.found),
  )
  const places = new Set(unclear.map(({ found }) => `${found.users.table} ${placeOf(found)}`))
  if (places.size > 1) return { unclear: unclear.map(({ found }) => found) }
  const others = all.filter(
    ({ found }) => found.users !== first.found.users && isKnown(found.password),
  )
  return { chosen: first.found, others: others.map(({ found }) => found) }
}

function areOthers(one: FoundUsers, first: FoundUsers): boolean {
  const isSame = one.users === first.users || placeOf(one) === placeOf(first)
  return !isSame && isKnown(one.password) && one.address.isConfirmed && !isCopy(one.users)
}

function placeOf({ password }: FoundUsers): string {
  return `${password.table.table} ${password.columns.hash}`
}

/** Those of one table, as somebody names it. */
export function ofTable(application: Application, all: Candidates, table: string): FoundUsers[] {
  const named = tableOf(application, table)
  return all.filter(({ found }) => found.users === named).map(({ found }) => found)
}
