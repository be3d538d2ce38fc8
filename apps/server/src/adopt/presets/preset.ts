import type { AccountMapInput, Application, ApplicationTable } from '@latchkey/db'
import type { FormatName } from '@latchkey/server/parts/passwords'
import type { Draft } from '../draft.ts'
import { columnOf } from '../tables.ts'

/** What is known of a framework besides what the names of columns say. */
export type Preset = {
  name: string
  /** For people. */
  title: string
  /** Whether the tables are its own. */
  marks: (tables: Marks) => boolean
  /** Why it cannot be adopted: a sentence, and what to do instead. */
  refusal?: string
  /** Its table of users, where a table could be taken for another. */
  isUsers?: (table: ApplicationTable) => boolean
  /** How it stores passwords, if no user has one yet. */
  usual?: { write: FormatName; prefix?: string; cost?: number }
  /** Who may sign in, where names of columns do not say it. Columns that are not there are left out. */
  alive?: NonNullable<AccountMapInput['users']['alive']>
  /** The whole map, where addresses and passwords are in places that names do not show. */
  whole?: (tables: Marks) => Omit<AccountMapInput, 'password'> & {
    password: Omit<AccountMapInput['password'], 'write'>
  }
  /** Changes the draft. Columns that the tables do not have are left out afterwards. */
  refine?: (draft: Draft, tables: Marks) => void
  /** What to know about it. Sentences. */
  notes?: readonly string[]
}

/** Questions that tell frameworks apart. */
export type Marks = {
  application: Application
  /** The first table of this name that has all of these columns. `*`: any name. `auth.users`: in this schema. */
  find(table: string | RegExp, ...columns: string[]): ApplicationTable | undefined
  has(table: string | RegExp, ...columns: string[]): boolean
}

export function marksOf(application: Application): Marks {
  function find(name: string | RegExp, ...columns: string[]): ApplicationTable | undefined {
    return application.tables.find(
      (table) => isNamed(table, name) && columns.every((column) => columnOf(table, column)),
    )
  }
  return { application, find, has: (name, ...columns) => find(name, ...columns) !== undefined }
}

function isNamed({ schema, name, table }: ApplicationTable, wanted: string | RegExp): boolean {
  if (wanted instanceof RegExp) return wanted.test(name)
  return (
    wanted === '*' ||
    wanted === (wanted.includes('.') ? table : name) ||
    wanted === `${schema}.${name}`
  )
}
