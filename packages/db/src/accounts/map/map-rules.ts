import type { AccountFunctions, SessionBesideFunctions } from './account-functions.ts'
import type { AccountMap, EndedSession, PasswordColumn } from './account-map.ts'

/* Rules across the words of a map. What they refuse has the right form, and cannot be meant. */

export function brokenRules(map: AccountMap): string[] {
  return [
    ...aboutTables(map),
    ...aboutPassword(map),
    ...aboutUsers(map),
    ...aboutWrites(map),
    ...map.sessions.flatMap((entry, at) => aboutSession(entry, at, map)),
  ]
}

export function brokenFunctionRules(map: AccountFunctions): string[] {
  const { functions, tables, password, sessions } = map
  const { parts } = password
  return [
    ...(ofTheSystem.test(`${functions}.`) ? [`functions: ${functions} is PostgreSQL's own`] : []),
    ...tables.flatMap((table, at) =>
      ofTheSystem.test(table) ? [`tables[${at}]: ${table} is PostgreSQL's own`] : [],
    ),
    ...twice(tables).map((table) => `tables: names ${table} twice`),
    ...twice(parts).map((part) => `password.parts: names ${part} twice`),
    ...(parts.includes('hash') ? [] : ['password.parts: has no "hash"']),
    ...sessions.flatMap((entry, at) => {
      const first = sessions.findIndex((other) => sameWords(other, entry))
      return first < at ? [`sessions[${at}]: ends the same sessions as sessions[${first}]`] : []
    }),
  ]
}

const ofTheSystem = /^(?:pg_|information_schema\.)/

function aboutTables({ users, password, sessions }: AccountMap): string[] {
  const named = [
    { place: 'users.table', table: users.table },
    { place: 'password.table', table: password.table },
    ...sessions.flatMap((entry, at) => {
      const table = tableOf(entry)
      return table === undefined ? [] : [{ place: `sessions[${at}]`, table }]
    }),
  ]
  return named
    .filter(({ table = '' }) => ofTheSystem.test(table))
    .map(({ place, table }) => `${place}: ${table} is PostgreSQL's own`)
}

function aboutPassword({ users, password }: AccountMap): string[] {
  const problems: string[] = []
  const { table, join } = password
  if (table === undefined) {
    if (join) {
      problems.push(
        'password.join: needs password.table; leave it out if the users have the password',
      )
    }
    if (Object.keys(password.where).length > 0) {
      problems.push(
        'password.where: needs password.table; conditions on users stand in users.alive',
      )
    }
    if (Object.keys(password.onChange).length > 0) {
      problems.push('password.onChange: needs password.table; without it, write these in onChange')
    }
  } else {
    if (table === users.table) {
      problems.push(
        'password.table: is the table of the users; leave password.table and password.join out',
      )
    }
    if (!join || Object.keys(join).length === 0) {
      problems.push(
        `password.join: is missing: name the column of ${table} and the column of the users that it equals, such as { "user_id": "${users.id}" }`,
      )
    }
  }
  const { hash, ...others } = password.columns
  const places = [hash, ...Object.values(others)].flatMap((one) => (one ? [placeIn(one)] : []))
  for (const place of twice(places)) problems.push(`password.columns: two parts are in ${place}`)
  for (const part of Object.keys(password.usable)) {
    if (!(part in password.columns)) {
      problems.push(`password.usable.${part}: password.columns has no ${part}`)
    }
  }
  return problems
}

function aboutUsers({ users, epoch, password }: AccountMap): string[] {
  const problems: string[] = []
  if (users.matchColumn !== undefined && users.match === undefined) {
    problems.push(
      `users.match: is missing: say how ${users.matchColumn} is compared: "lower", "exact", "citext" or "upper"`,
    )
  }
  if (users.id === users.email) {
    problems.push('users.email: is the same column as users.id')
  }
  const guarded = [users.id, users.email, ...(password.table ? [] : columnsOf(password.columns))]
  for (const column of twice(epoch)) problems.push(`epoch: names ${column} twice`)
  for (const column of epoch.filter((one) => guarded.includes(one))) {
    problems.push(`epoch: ${column} makes open links invalid anyway; leave it out`)
  }
  return problems
}

/** Nothing is written twice, and nothing is written that says who somebody is. */
function aboutWrites({ users, password, onChange }: AccountMap): string[] {
  const verified = users.verified?.setOnChange ? [users.verified.column] : []
  const ofPassword = columnsOf(password.columns)
  const isApart = password.table !== undefined
  const ofUsers = [...(isApart ? [] : ofPassword), ...verified, ...Object.keys(onChange)]
  const ofTheOther = isApart ? [...ofPassword, ...Object.keys(password.onChange)] : []
  const identity = {
    [users.id]: 'the id',
    [users.email]: 'the address',
    ...(users.matchColumn !== undefined && { [users.matchColumn]: 'the address' }),
    ...(users.login && users.login !== users.email && { [users.login]: 'the login' }),
  }
  const keys = [...Object.keys(password.join ?? {}), ...Object.keys(password.where)]
  return [
    ...twice(ofUsers).map(
      (column) => `${users.table} (${column}): is written twice by a change of the password`,
    ),
    ...twice(ofTheOther).map(
      (column) => `${password.table} (${column}): is written twice by a change of the password`,
    ),
    ...ofUsers
      .filter((column) => Object.hasOwn(identity, column))
      .map(
        (column) =>
          `${users.table} (${column}): is ${identity[column]} of the user, which nothing may write`,
      ),
    ...ofTheOther
      .filter((column) => keys.includes(column))
      .map(
        (column) =>
          `${password.table} (${column}): finds the row of the password, so nothing may write it`,
      ),
  ]
}

function aboutSession(entry: EndedSession, at: number, map: AccountMap): string[] {
  const place = `sessions[${at}]`
  const problems: string[] = []
  const first = map.sessions.findIndex((other) => sameSessions(other, entry))
  if (first < at) problems.push(`${place}: ends the same sessions as sessions[${first}]`)
  const table = tableOf(entry)
  if (table !== undefined && (table === map.users.table || table === map.password.table)) {
    problems.push(
      'delete' in entry
        ? `${place}.delete: would delete the user from ${table}`
        : `${place}.update: is ${table}; what a change of the password writes there stands in ${table === map.users.table ? 'onChange' : 'password.onChange'}`,
    )
  }
  if ('update' in entry) {
    if (Object.keys(entry.set).length === 0) problems.push(`${place}.set: is empty`)
    if (Object.hasOwn(entry.set, entry.by)) {
      problems.push(`${place}.set: writes ${entry.by}, which says whose session it is`)
    }
  }
  if ('because' in entry && entry.because === 'column') {
    const written = { ...map.onChange, ...map.password.onChange }
    if (!Object.hasOwn(written, entry.column)) {
      problems.push(
        `${place}.column: a change of the password does not write ${entry.column}, so it ends no session; write it in onChange`,
      )
    }
  }
  return problems
}

function sameSessions(one: EndedSession, other: EndedSession): boolean {
  if ('because' in one || 'because' in other) {
    return sameWords(one, other)
  }
  const key = (entry: Exclude<EndedSession, { because: string }>) => {
    const by = 'byEmail' in entry ? `email ${entry.byEmail}` : `id ${entry.by}`
    return JSON.stringify([tableOf(entry), by, Object.entries(entry.where).sort()])
  }
  return key(one) === key(other)
}

type Entry = EndedSession | SessionBesideFunctions

function sameWords(one: Entry, other: Entry): boolean {
  return JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort())
}

export function tableOf(entry: EndedSession): string | undefined {
  if ('delete' in entry) return entry.delete
  return 'update' in entry ? entry.update : undefined
}

/** The columns that hold the parts of a password. */
export function columnsOf(columns: AccountMap['password']['columns']): string[] {
  return [...new Set(Object.values(columns).flatMap((one) => (one ? [columnOf(one)] : [])))]
}

export function columnOf(column: PasswordColumn): string {
  return typeof column === 'string' ? column : column.column
}

function placeIn(column: PasswordColumn): string {
  return typeof column === 'string' ? column : [column.column, ...column.path].join(' → ')
}

function twice(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, at) => names.indexOf(name) !== at))]
}
