import type { AccountMap, Condition, PasswordPart, Written } from '../map/account-map.ts'
import { columnOf, tableOf } from '../map/map-rules.ts'

/*
 * What a map needs of each table: which columns are read, which are written, and what they are for. The structural check
 * and the plans go through this list.
 */

/** What a column is for. It decides which types it may have. */
export type Use =
  | { as: 'id' | 'address' | 'text' | 'key' | 'guard' }
  /** A row is locked, which takes the right to update one column, whichever. */
  | { as: 'lock' }
  | { as: 'password'; part: PasswordPart; inJson: boolean }
  | { as: 'condition'; is: Condition }
  | { as: 'written'; value: Written }

export type NeededColumn = { name: string; reads: boolean; writes: boolean; uses: Use[] }

export type NeededTable = {
  /** `schema.table`. */
  table: string
  /** Where the map names it. */
  place: string
  role: 'users' | 'password' | 'sessions'
  columns: NeededColumn[]
  /** Rows of it are deleted. */
  deletes: boolean
  /** Rows of it are locked, which needs the right to update one column. */
  locks: boolean
}

export function neededBy(map: AccountMap): NeededTable[] {
  const { users, password } = map
  const ofUsers = columns()
  ofUsers.read(users.id, { as: 'id' })
  ofUsers.read(users.email, { as: 'address' })
  if (users.matchColumn !== undefined) ofUsers.read(users.matchColumn, { as: 'address' })
  if (users.login) ofUsers.read(users.login, { as: 'text' })
  if (users.locale) ofUsers.read(users.locale, { as: 'text' })
  ofUsers.conditions(users.alive)
  if (users.verified?.setOnChange) {
    ofUsers.write(users.verified.column, { as: 'written', value: { keepOrNow: true } })
  } else if (users.verified) {
    ofUsers.name(users.verified.column)
  }
  ofUsers.writeAll(map.onChange)
  for (const column of map.epoch) ofUsers.read(column, { as: 'guard' })

  const ofPassword = password.table === undefined ? ofUsers : columns()
  for (const [name, column] of Object.entries(password.columns)) {
    if (column === undefined) continue
    const part = name as PasswordPart
    ofPassword.write(columnOf(column), {
      as: 'password',
      part,
      inJson: typeof column !== 'string',
    })
  }
  ofPassword.conditions(password.where)
  for (const [theirs, ours] of Object.entries(password.join ?? {})) {
    ofPassword.read(theirs, { as: 'key' })
    ofUsers.read(ours, { as: 'key' })
  }
  if (password.table !== undefined) ofPassword.writeAll(password.onChange)

  const common = { deletes: false, locks: true }
  return [
    { table: users.table, place: 'users', role: 'users', columns: ofUsers.all(), ...common },
    ...(password.table === undefined
      ? []
      : [
          {
            ...{ table: password.table, place: 'password', role: 'password' as const },
            ...{ columns: ofPassword.all(), ...common },
          },
        ]),
    ...sessionTables(map),
  ]
}

/** One for each table, although several kinds of sessions may be in one. */
function sessionTables({ sessions }: AccountMap): NeededTable[] {
  const found = new Map<string, { place: string; columns: Columns; deletes: boolean }>()
  for (const [at, entry] of sessions.entries()) {
    const table = tableOf(entry)
    if (table === undefined || 'because' in entry) continue
    const one = found.get(table) ?? { place: `sessions[${at}]`, columns: columns(), deletes: false }
    found.set(table, one)
    if ('byEmail' in entry) one.columns.read(entry.byEmail, { as: 'address' })
    else one.columns.read(entry.by, { as: 'key' })
    one.columns.conditions(entry.where)
    if ('update' in entry) one.columns.writeAll(entry.set)
    else one.deletes = true
  }
  return [...found].map(([table, { place, columns, deletes }]) => ({
    ...{ table, place, role: 'sessions' as const, columns: columns.all() },
    ...{ deletes, locks: false },
  }))
}

type Columns = ReturnType<typeof columns>

function columns() {
  const found = new Map<string, NeededColumn>()
  const column = (name: string, use: Use): NeededColumn => {
    const one = found.get(name) ?? { name, reads: false, writes: false, uses: [] }
    one.uses.push(use)
    found.set(name, one)
    return one
  }
  const read = (name: string, use: Use) => {
    column(name, use).reads = true
  }
  const write = (name: string, use: Use) => {
    const one = column(name, use)
    one.writes = true
    // A password is compared before it is replaced, and what is kept or counted is read first.
    one.reads ||= use.as === 'password' || (use.as === 'written' && readsFirst(use.value))
  }
  return {
    read,
    write,
    /** It is mapped, and neither read nor written. */
    name: (name: string) => void column(name, { as: 'guard' }),
    conditions(conditions: Record<string, Condition>) {
      for (const [name, is] of Object.entries(conditions)) read(name, { as: 'condition', is })
    },
    writeAll(written: Record<string, Written>) {
      for (const [name, value] of Object.entries(written)) write(name, { as: 'written', value })
    },
    all: () => [...found.values()],
  }
}

function readsFirst(value: Written): boolean {
  return (
    typeof value === 'object' && value !== null && ('increment' in value || 'keepOrNow' in value)
  )
}
