import type { AccountFunctionsInput, SessionBesideFunctions } from '../map/account-functions.ts'
import { type AccountMap, passwordParts } from '../map/account-map.ts'
import { tableOf } from '../map/map-rules.ts'
import { FUNCTIONS_SCHEMA } from './functions-sql.ts'

/**
 * What `latchkey.accounts.json` says once the functions of {@link functionsSql} are in place: the format of the
 * passwords, how sessions end, and no column. Without what has a default.
 *
 * @param map of tables, from which the functions were made.
 */
export function functionsMapOf(
  map: AccountMap,
  { schema = FUNCTIONS_SCHEMA }: { schema?: string } = {},
): AccountFunctionsInput {
  const { preset, users, password, sessions, duplicates } = map
  const { write, prefix, cost, parameters, normalise, maxBytes, pepper } = password
  const parts = passwordParts.filter((part) => password.columns[part] !== undefined)
  const tables = [users.table, password.table, ...sessions.map(tableOf)]
  return {
    ...(preset !== undefined && { preset }),
    functions: schema,
    tables: [...new Set(tables.filter((table) => table !== undefined))],
    password: {
      ...(parts.length > 1 && { parts }),
      write,
      ...(prefix !== undefined && { prefix }),
      ...(cost !== undefined && { cost }),
      ...(Object.keys(parameters).length > 0 && { parameters }),
      ...(normalise !== 'none' && { normalise }),
      ...(maxBytes !== undefined && { maxBytes }),
      ...(pepper && { pepper }),
    },
    sessions: sessionsOf(map),
    ...(duplicates !== 'refuse' && { duplicates }),
  }
}

/** One for each table whose rows the functions end, in the words of the map otherwise. */
function sessionsOf({ sessions }: AccountMap): SessionBesideFunctions[] {
  const ended = new Map<string, SessionBesideFunctions>()
  for (const entry of sessions) {
    if ('because' in entry) ended.set(JSON.stringify(entry), entry)
    else {
      const what = 'delete' in entry ? 'deletes' : 'updates'
      const ends = `it ${what} rows of ${tableOf(entry)}`
      ended.set(ends, { because: 'function', ends })
    }
  }
  return [...ended.values()]
}
