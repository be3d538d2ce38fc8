import * as z from 'zod'
import {
  type AccountMap,
  duplicates,
  endedByThemselves,
  name,
  passwordFormat,
  passwordParts,
  table,
} from './account-map.ts'

/*
 * The second form of `latchkey.accounts.json`: functions of the application's database reach its users, because no map
 * can describe the tables, or because our role may not see them. The file says which schema they are in, and what SQL
 * does not know: the format of the passwords, and how sessions end.
 */

/** What ends the sessions of before, one entry for each kind of them. */
export const SessionBesideFunctions = z.union([
  /** `host_change` ends them with the change. `ends` says which, in words for people. */
  z.strictObject({ because: z.literal('function'), ends: z.string().min(1).optional() }),
  ...endedByThemselves,
])
/** How sessions end that `host_change` does not write to. */
export type SessionBesideFunctions = z.output<typeof SessionBesideFunctions>

export const AccountFunctionsSchema = z.strictObject({
  $schema: z.string().optional(),
  /** Where it came from. For people only. */
  preset: z.string().optional(),
  /** The schema of `host_row`, `host_rows`, `host_lock` and `host_change`. */
  functions: name,
  /** The tables that they read and write, for messages. Our role may have no right to them. */
  tables: z.array(table).default([]),
  password: z.strictObject({
    /** What `host_change` gets of a new password. Only some formats have more than a hash. */
    parts: z.array(z.enum(passwordParts)).default(['hash']),
    ...passwordFormat,
  }),
  sessions: z.array(SessionBesideFunctions).default([]),
  duplicates,
})

/** @see AccountFunctionsSchema */
export type AccountFunctions = z.output<typeof AccountFunctionsSchema>
/** As people write it: with what has a default left out. */
export type AccountFunctionsInput = z.input<typeof AccountFunctionsSchema>

/** Either form of the file. */
export type AnyAccountMap = AccountMap | AccountFunctions

/** Whether a map names functions, and not tables. */
export function isFunctions(map: AnyAccountMap): map is AccountFunctions {
  return 'functions' in map
}

/** Where the users are, for messages: `app.users`, or the functions that reach them. */
export function whereUsersAre(map: AnyAccountMap): string {
  return isFunctions(map) ? `the functions of ${map.functions}` : map.users.table
}
