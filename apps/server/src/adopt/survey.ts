import { type Application, type ApplicationTable, type Database, readTables } from '@latchkey/db'
import { findPasswords } from './find-passwords.ts'
import { type Candidates, findUsers, ofTable } from './find-users.ts'
import { lookInto } from './look.ts'
import { passwordNames, peopleNames, plainly } from './names.ts'
import { presets, recognisePreset } from './presets/index.ts'
import { marksOf, type Preset } from './presets/preset.ts'
import { AdoptionRefused } from './refusal.ts'
import { isText, tableOf } from './tables.ts'

/** What the tables of an application look like. */
export type Survey = {
  application: Application
  preset: Preset | undefined
  /** The likeliest first. Empty if the preset says where everything is. */
  people: Candidates
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
  // One of these could be it, and another table would be taken.
  const hidden = hiddenPasswords(application).filter(
    ({ table, name }) =>
      options.users === table || (options.users === undefined && peopleNames.test(plainly(name))),
  )
  if (hidden.length > 0) throw new AdoptionRefused(mayNotRead(application))
  const look = lookInto(database)
  const passwords = (await findPasswords(application, look)).filter(
    ({ table }) =>
      options.users !== undefined ||
      preset?.isUsers === undefined ||
      couldBe(preset, table, application),
  )
  const found = await findUsers(application, passwords, {
    look,
    email: options.email,
  })
  const people = narrowed(found.people, application, { ...options, preset })
  if (people.length === 0) {
    throw new AdoptionRefused(nobody(application, found.reasons, options))
  }
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

const ofPasswords = ({ name }: { name: string }) => passwordNames.test(plainly(name))

/** Tables whose passwords the role may not read. */
function hiddenPasswords({ tables }: Application): ApplicationTable[] {
  return tables.filter(({ columns }) =>
    columns.some((column) => ofPasswords(column) && !column.maySelect),
  )
}

function mayNotRead(application: Application): string {
  const names = hiddenPasswords(application).map(({ table }) => table)
  return `The role ${application.role} may not read the passwords in ${names.join(', ')}, so their format cannot be recognised. Use the role that owns the tables; nothing is changed by it.`
}

function nobody(
  application: Application,
  reasons: readonly string[],
  { users }: SurveyOptions,
): string {
  const { database, role, tables, leftOut } = application
  const named = users === undefined ? undefined : tableOf(application, users)
  const notThis = leftOut.find(({ table }) => table === users)
  if (notThis) return `${notThis.table} ${notThis.why}. Name the table of the users itself.`
  if (users !== undefined && named === undefined) {
    return `There is no table ${users} in the database ${database}, or this role may not see it. Write it as schema.table, without quotes.`
  }
  const told = 'docs/adopting.md says how to write the map by hand.'
  if (hiddenPasswords(application).length > 0) return mayNotRead(application)
  if (reasons.length > 0) return `${reasons.join('. ')}. ${told}`
  const others = [
    ...leftOut
      .filter(({ table }) => peopleNames.test(plainly(table.split('.').at(-1) ?? '')))
      .map(({ table, why }) => `${table} ${why}`),
    ...tables.flatMap(({ table, columns }) =>
      columns
        .filter((column) => ofPasswords(column) && !isText(column))
        .map(({ name, type }) => `${name} of ${table} is ${type}, and Latchkey writes texts`),
    ),
  ]
  if (tables.length === 0 && others.length === 0) {
    return `The database ${database} has no table that the role ${role} can see. Check --database-url.`
  }
  const besides = others.length === 0 ? '' : ` ${others.join('. ')}.`
  return named
    ? `${named.table} has no column that holds passwords, and no table that refers to it has one.${besides} ${told}`
    : `No table of ${database} that Latchkey can use has a column of passwords, by its name or its content.${besides} If people sign in without passwords, there is nothing to recover. Otherwise ${told}`
}
