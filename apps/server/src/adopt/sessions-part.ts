import type { Application, ApplicationTable } from '@latchkey/db'
import type { SessionTable } from './draft.ts'
import { type FoundUsers, isCopy } from './find-users.ts'
import { frequencies, type Look, values } from './look.ts'
import {
  addressNames,
  besideSessions,
  contentColumns,
  inWords,
  isSurelySessions,
  machineKeys,
  notSessions,
  plainly,
  resetTables,
  revokedNames,
  sessionColumns,
  sessionTables,
  tokenRecords,
} from './names.ts'
import { referenceTo, singular } from './references.ts'
import { columnOf, columnsLike, isBoolean, isText, isTime } from './tables.ts'

type Owners = Pick<FoundUsers, 'users' | 'id' | 'password' | 'address'> & {
  /** What people sign in with, where that is not the address. */
  login: string | undefined
}

export type FoundSessions = {
  tables: SessionTable[]
  /** Tables that may hold sessions, of which nothing says whose they are. */
  unowned: string[]
}

/** Every table that belongs to the users and looks as if it let them stay signed in, or in at all. */
export async function sessionsPart(
  application: Application,
  owners: Owners,
  look: Look,
): Promise<FoundSessions> {
  const found: FoundSessions = { tables: [], unowned: [] }
  for (const table of application.tables) {
    const name = plainly(table.name)
    const isMachine = machineKeys.test(name)
    if (table === owners.users || table === owners.password.table) continue
    if (isCopy(table) || (!isMachine && !sessionTables.test(name)) || notSessions.test(name)) {
      continue
    }
    const rows = await rowsOf(owners, table, look)
    const doubts = doubtsAbout(owners, table)
    if (rows === undefined) {
      const isTheirs = table.foreignKeys.every(
        ({ table: to }) => to === owners.password.table.table,
      )
      if (doubts.length === 0 && isTheirs) found.unowned.push(table.table)
      continue
    }
    const dependent = rowsThatDependOn(application, table)
    const marked = dependent.length > 0 ? markedInstead(table, rows.entry) : undefined
    const why = [
      ...doubts,
      ...(rows.doubt === undefined ? [] : [rows.doubt]),
      ...(marked ? [] : dependent),
    ]
    found.tables.push({
      table: table.table,
      entry: marked ?? rows.entry,
      isProposed: why.length === 0,
      why:
        why.length === 0
          ? 'Its name and columns say that it lets people stay signed in, or choose a password.'
          : `${why.join('; ')}.`.replace(/^./, (letter) => letter.toUpperCase()),
    })
  }
  return found
}

type Rows = { entry: SessionTable['entry']; doubt?: string }

/** Which of its rows are those of one user. */
async function rowsOf(
  { users, id, address, login }: Owners,
  table: ApplicationTable,
  look: Look,
): Promise<Rows | undefined> {
  const reference = referenceTo(users, id, table)
  if (reference) return { entry: { delete: table.table, by: reference.column } }
  const owned = await ofSeveralKinds(users, table, look)
  if (owned) return owned
  if (table.schema !== users.schema) return undefined
  const isReset = resetTables.test(plainly(table.name))
  // Where people sign in with the address, it is the name that a session knows them by.
  const names = [
    ...(isReset ? addressNames : []),
    ...(login === undefined ? [/^(?:username|useremail|principalname)$/, /^e?mail$/] : []),
  ]
  const name = names.flatMap((one) => columnsLike(table, one).filter(isText))[0]
  if (!name || name.base !== address.column.base) return undefined
  return { entry: { delete: table.table, byEmail: name.name } }
}

/** `tokenable_id` and `tokenable_type`: rows of users and of other things. */
async function ofSeveralKinds(
  users: ApplicationTable,
  table: ApplicationTable,
  look: Look,
): Promise<Rows | undefined> {
  for (const key of table.columns) {
    const kind = key.name.replace(/(_?)id$/i, (_, dash) => (dash === '' ? 'Type' : '_type'))
    const type = kind === key.name ? undefined : columnOf(table, kind)
    if (!type || !isText(type)) continue
    const person = singular(plainly(users.name))
    const kinds = frequencies(values(await look(table, [kind]), kind))
    const ours = kinds.find(
      ({ value }) => singular(plainly(value.split(/[\\.:/]+/).at(-1) ?? '')) === person,
    )
    if (ours) {
      return { entry: { delete: table.table, by: key.name, where: { [kind]: ours.value } } }
    }
    return {
      entry: { delete: table.table, by: key.name, where: { [kind]: '' } },
      doubt: `the value of ${kind} for users is not known, because no row is there`,
    }
  }
  return undefined
}

/** Why its rows may be something else than what lets people in. */
function doubtsAbout({ users, password }: Owners, table: ApplicationTable): string[] {
  const name = inWords(table.name).replaceAll('_', '')
  if (machineKeys.test(name)) return ['machines may sign in with them']
  const has = (names: RegExp) => columnsLike(table, names).map((column) => column.name)
  const content = has(contentColumns)
  const others = table.foreignKeys
    .map(({ table: to }) => to)
    .filter((to) => ![users.table, password.table.table, table.table].includes(to))
    .filter((to) => !besideSessions.test(plainly(to.split('.')[1] ?? '')))
  return [
    ...(tokenRecords.test(name) ? ['it is a record of tokens, which are valid without it'] : []),
    ...(isSurelySessions(name, inWords(users.name).split('_').map(singular))
      ? []
      : ['its name does not say for sure that people sign in with it']),
    ...(has(sessionColumns).length > 0
      ? []
      : ['it has no column that a sign-in would need, so it may be something else']),
    ...(content.length > 0 ? [`${content.join(' and ')} would not be there in a session`] : []),
    ...(others.length > 0 ? [`it refers to ${others.join(' and ')}`] : []),
  ]
}

/** Rows that other rows need are marked, where a column is there for it. */
function markedInstead(
  table: ApplicationTable,
  entry: SessionTable['entry'],
): SessionTable['entry'] | undefined {
  const [column] = columnsLike(table, revokedNames)
  if (!column || !('delete' in entry) || !('by' in entry)) return undefined
  const { by, where } = entry
  const marks = { update: table.table, by }
  if (isTime(column) && !column.notNull) {
    return { ...marks, set: { [column.name]: 'now' }, where: { ...where, [column.name]: null } }
  }
  if (!isBoolean(column)) return undefined
  return { ...marks, set: { [column.name]: true }, ...(where && { where }) }
}

function rowsThatDependOn(application: Application, table: ApplicationTable): string[] {
  const children = application.tables.flatMap((child) =>
    child.foreignKeys
      .filter(({ table: to }) => to === table.table && child !== table)
      .map(({ followsDelete }) => ({ child, followsDelete })),
  )
  return children.flatMap(({ child, followsDelete }) => {
    if (!followsDelete) return [`rows of ${child.table} would keep it from being deleted`]
    const isPart = /token|refresh|claim|amr|attribute/.test(plainly(child.name))
    return isPart ? [] : [`rows of ${child.table} belong to it and would go as well`]
  })
}
