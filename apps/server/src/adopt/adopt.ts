import {
  type Database,
  describeAccounts,
  functionsMapOf,
  functionsSql,
  roleSql,
} from '@latchkey/db'
import { choose, type FoundUsers } from './find-users.ts'
import { finishDraft } from './finish-draft.ts'
import { lookAgain } from './look-again.ts'
import { makeDraft } from './make-draft.ts'
import type { Answers } from './questions.ts'
import { AdoptionRefused } from './refusal.ts'
import { type Report, reportOf } from './report.ts'
import { type Survey, type SurveyOptions, survey } from './survey.ts'
import { columnOf } from './tables.ts'

export type AdoptOptions = SurveyOptions & {
  /** The role that Latchkey will have. */
  role: string
  /** Functions stand for the tables. */
  functions?: boolean
  /** The application's secret for passwords is known. */
  hasPepper: boolean
}

/** The content of the files, and what to know about it. */
export type Adoption = { map: string; role: string; functions?: string; report: Report }

/** Looks at the tables of an application, and changes nothing: every statement is in a transaction that may only read. */
export async function adopt(
  database: Database,
  options: AdoptOptions,
  answers: Answers,
): Promise<Adoption> {
  const found = await reading(database, (readOnly) => survey(readOnly, options))
  const { chosen, others } = await people(found, answers)
  const draft = await reading(database, (readOnly) => makeDraft(readOnly, found, chosen))
  const map = await finishDraft(draft, answers, { ...options, preset: found.preset })
  const checked = await reading(database, (readOnly) => lookAgain(readOnly, map))
  const { role, functions = false } = options
  return {
    map: inLines(functions ? functionsMapOf(checked.map) : map),
    role: roleSql(checked.map, found.application, { role, schema: database.schema, functions }),
    ...(functions && {
      functions: await reading(database, async (readOnly) =>
        functionsSql(checked.map, await describeAccounts(readOnly, checked.map), { role }),
      ),
    }),
    report: reportOf({ preset: found.preset, draft, checked, others }),
  }
}

function inLines(json: unknown): string {
  return `${JSON.stringify(json, null, 2)}\n`
}

function reading<T>(database: Database, work: (database: Database) => Promise<T>): Promise<T> {
  return database.kysely
    .transaction()
    .setAccessMode('read only')
    .execute((kysely) => work({ ...database, kysely }))
}

async function people(
  { people: all }: Survey,
  answers: Answers,
): Promise<{ chosen: FoundUsers | undefined; others: FoundUsers[] }> {
  if (all.length === 0) return { chosen: undefined, others: [] }
  const decided = choose(all)
  if ('chosen' in decided) {
    const { chosen, others } = decided
    return { chosen: await withAddress(chosen, answers), others }
  }
  const { unclear } = decided
  const place = await answers.choose(
    'There is more than one possibility for the users and their passwords. Which is it?',
    unclear.map(
      ({ users, address, password }) =>
        `${users.table}, address in ${address.column.name}, password in ${password.table.table} (${password.columns.hash})`,
    ),
  )
  const chosen = place === undefined ? undefined : unclear[place]
  if (chosen) {
    const others = unclear.filter((one) => one !== chosen)
    return { chosen: await withAddress(chosen, answers), others }
  }
  const tables = [...new Set(unclear.map(({ users }) => users.table))]
  if (tables.length === 1) {
    const places = unclear.map(
      ({ password: { table, columns } }) => `${table.table} (${columns.hash})`,
    )
    throw new AdoptionRefused(
      `Several columns could hold the passwords of ${tables[0]}: ${places.join(', ')}. Answer the question in a terminal, or write the map by hand (docs/adopting.md).`,
    )
  }
  throw new AdoptionRefused(
    `Several tables could be the one of the users: ${tables.join(', ')}. Say which: --users ${tables[0]}`,
  )
}

/** Where several columns hold addresses, and no name says which of them email goes to. */
async function withAddress(chosen: FoundUsers, answers: Answers): Promise<FoundUsers> {
  const { users, address } = chosen
  if (address.rivals.length === 0) return chosen
  const names = [address.column.name, ...address.rivals]
  const place = await answers.choose(
    `Several columns of ${users.table} hold addresses. To which does email go?`,
    names,
  )
  const column = place === undefined ? undefined : columnOf(users, names[place] ?? '')
  if (column) return { ...chosen, address: { ...address, column, rivals: [] } }
  throw new AdoptionRefused(
    `Several columns of ${users.table} hold addresses: ${names.join(', ')}. Say to which email goes: --email ${names[0]}`,
  )
}
