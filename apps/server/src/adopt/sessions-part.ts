import type { Application, ApplicationTable } from '@latchkey/db'
import type { SessionTable } from './draft.ts'
import type { FoundUsers } from './find-users.ts'
import { frequencies, type Look, values } from './look.ts'
import {
  addressNames,
  machineKeys,
  notSessions,
  plainly,
  sessionColumns,
  sessionTables,
} from './names.ts'
import { referenceTo, singular } from './references.ts'
import { columnOf, columnsLike, isInteger, isText } from './tables.ts'

/** Every table that belongs to the users and looks as if it let them stay signed in, or in at all. */
export async function sessionsPart(
  application: Application,
  { users, id, password }: Pick<FoundUsers, 'users' | 'id' | 'password'>,
  look: Look,
): Promise<SessionTable[]> {
  const found: SessionTable[] = []
  for (const table of application.tables) {
    if (table === users || table === password.table) continue
    const name = plainly(table.name)
    const isMachine = machineKeys.test(name)
    if (!isMachine && (!sessionTables.test(name) || notSessions.test(name))) continue
    const one = await rowsOf({ users, id }, table, look)
    if (one === undefined) continue
    const doubts = [
      ...(isMachine ? ['machines may sign in with them'] : []),
      ...doubtsAbout(application, table),
      ...(one.doubt === undefined ? [] : [one.doubt]),
    ]
    found.push({
      table: table.table,
      entry: one.entry,
      isProposed: doubts.length === 0,
      why:
        doubts.length === 0
          ? `Its name and columns say that it lets people stay signed in, or choose a password.`
          : `${doubts.join('; ')}.`.replace(/^./, (letter) => letter.toUpperCase()),
    })
  }
  return found
}

type Rows = { entry: SessionTable['entry']; doubt?: string }

/** Which of its rows are those of one user. */
async function rowsOf(
  { users, id }: Pick<FoundUsers, 'users' | 'id'>,
  table: ApplicationTable,
  look: Look,
): Promise<Rows | undefined> {
  const reference = referenceTo(users, id, table)
  if (reference) return { entry: { delete: table.table, by: reference.column } }
  const owned = await ofSeveralKinds(users, table, look)
  if (owned) return owned
  const isReset = /(?:passwordreset|resetpassword|forgotpassword)/.test(plainly(table.name))
  const address = addressNames.flatMap((names) => columnsLike(table, names).filter(isText))[0]
  if (isReset && address && table.schema === users.schema) {
    return { entry: { delete: table.table, byEmail: address.name } }
  }
  return undefined
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

function doubtsAbout(application: Application, table: ApplicationTable): string[] {
  const doubts: string[] = []
  const [key, ...more] = table.primaryKey.map((name) => columnOf(table, name))
  const hasSigns =
    columnsLike(table, sessionColumns).length > 0 ||
    // The token itself, or a number that cannot be guessed.
    (key !== undefined && more.length === 0 && !isInteger(key))
  if (!hasSigns)
    doubts.push('it has no column that a sign-in would need, so it may be something else')
  const children = application.tables.flatMap((child) =>
    child.foreignKeys
      .filter(({ table: to }) => to === table.table && child !== table)
      .map(({ followsDelete }) => ({ child, followsDelete })),
  )
  for (const { child, followsDelete } of children) {
    const name = plainly(child.name)
    if (!sessionTables.test(name) && !/claim|amr|refresh/.test(name)) {
      doubts.push(
        `rows of ${child.table} belong to it${followsDelete ? ' and would go as well' : ' and would keep it from being deleted'}`,
      )
    } else if (!followsDelete) {
      doubts.push(`rows of ${child.table} would keep it from being deleted`)
    }
  }
  return doubts
}
