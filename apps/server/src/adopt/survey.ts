import { type Application, type Database, readTables } from '@latchkey/db'
import { findAddress } from './find-addresses.ts'
import { type FoundPassword, findPasswords } from './find-passwords.ts'
import { type FoundUsers, findUsers, ofTable } from './find-users.ts'
import { lookInto } from './look.ts'
import { passwordNames, plainly } from './names.ts'
import { presets, recognisePreset } from './presets/index.ts'
import { marksOf, type Preset } from './presets/preset.ts'
import { AdoptionRefused } from './refusal.ts'
import { tableOf } from './tables.ts'

/** What the tables of an application look like. */
export type Survey = {
  application: Application
  preset: Preset | undefined
  /** The likeliest first. Empty if the preset says where everything is. */
  people: { found: FoundUsers; weight: number }[]
}

export type SurveyOptions = {
  /** The name of a preset, or that there is none. Absent: it is recognised. */
  preset?: string | undefined
  /** `schema.table` of the users, if somebody says it. */
  users?: string | undefined
  /** Its column of addresses, if somebody says it. */
  email?: string | undefined
}

/** @throws AdoptionRefused if no table can be the one of the users. */
export async function survey(database: Database, options: SurveyOptions): Promise<Survey> {
  const application = await readTables(database)
  const marks = marksOf(application)
  const preset =
    options.preset === undefined
      ? recognisePreset(marks)
      : presets.find(({ name }) => name === options.preset)
  if (preset?.refusal !== undefined) throw new AdoptionRefused(preset.refusal)
  if (preset && options.preset !== undefined && !preset.marks(marks)) {
    throw new AdoptionRefused(
      `The tables of ${application.database} are not those of ${preset.title}. Leave --preset out, and they are looked at without it.`,
    )
  }
  if (preset?.whole && options.users === undefined) return { application, preset, people: [] }
  const look = lookInto(database)
  const passwords = (await findPasswords(application, look)).filter(
    ({ table }) =>
      options.users !== undefined ||
      preset?.isUsers === undefined ||
      couldBe(preset, table, application),
  )
  const all = await findUsers(application, passwords, (table) =>
    findAddress(table, look, options.email),
  )
  const people = narrowed(all, application, { ...options, preset })
  if (people.length === 0) throw new AdoptionRefused(nobody(application, passwords, options))
  return { application, preset, people }
}

/** A second table of passwords is no table of users. */
function couldBe(preset: Preset, table: Application['tables'][number], application: Application) {
  return (
    preset.isUsers?.(table) === true ||
    !application.tables.some((one) => preset.isUsers?.(one) === true) ||
    table.foreignKeys.some(({ table: to }) => {
      const target = tableOf(application, to)
      return target !== undefined && preset.isUsers?.(target) === true
    })
  )
}

function narrowed(
  all: Survey['people'],
  application: Application,
  { users, preset }: { users?: string | undefined; preset: Preset | undefined },
): Survey['people'] {
  if (users !== undefined) {
    const named = ofTable(application, all, users)
    return all.filter(({ found }) => named.includes(found))
  }
  const fitting = all.filter(({ found }) => preset?.isUsers?.(found.users))
  return fitting.length > 0 ? fitting : all
}

function nobody(
  application: Application,
  passwords: readonly FoundPassword[],
  { users }: SurveyOptions,
): string {
  if (users !== undefined && tableOf(application, users) === undefined) {
    return `There is no table ${users} in the database ${application.database}, or this role may not see it.`
  }
  const hidden = application.tables.filter(({ columns }) =>
    columns.some(({ name, maySelect }) => passwordNames.test(plainly(name)) && !maySelect),
  )
  const told = 'docs/adopting.md says how to write the map by hand.'
  if (hidden.length > 0) {
    const names = hidden.map(({ table }) => table).join(', ')
    return `The role ${application.role} may not read the passwords in ${names}, so their format cannot be recognised. Use the role that owns the tables; nothing is changed by it.`
  }
  if (application.tables.length === 0) {
    return `The database ${application.database} has no table that the role ${application.role} can see. Check --database-url.`
  }
  if (passwords.length === 0) {
    return `None of the ${application.tables.length} tables of ${application.database} has a column that holds passwords, by its name or its content. If people sign in without passwords, there is nothing to recover. Otherwise ${told}`
  }
  const places = passwords
    .map(({ table, columns }) => `${table.table} (${columns.hash})`)
    .join(', ')
  return `Passwords seem to be in ${places}, and no table with a key of one column says whose they are and which address they have. ${told}`
}
