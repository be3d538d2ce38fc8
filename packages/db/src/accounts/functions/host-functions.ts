/*
 * What the functions of an application promise. They are the way to tables that no map can describe, and to those that
 * our role may not see.
 *
 *   host_row(account_id)                     the user with this id
 *   host_rows(addresses)                     every user who may have one of these addresses, the newest first
 *   host_lock(account_id)                    locks what the version is made of, and then reads it as host_row does
 *   host_change(account_id, expected, stored)
 *                                            writes the password and ends sessions, if the version is the expected one.
 *                                            True: exactly one password was written
 *
 * An id is any text that finds one user. `version` differs after every change of the password or the address. For null
 * each of them finds nobody and changes nothing: that is how they are tried.
 */

export const ROW = {
  id: 'text',
  email: 'text',
  alive: 'boolean',
  has_password: 'boolean',
  locale: 'text',
  version: 'text',
} as const

const aRow = `TABLE(${Object.entries(ROW)
  .map(([name, type]) => `${name} ${type}`)
  .join(', ')})`

export type HostFunction = {
  name: 'host_row' | 'host_rows' | 'host_lock' | 'host_change'
  /** Names and types, as `pg_get_function_identity_arguments` says them. */
  takes: Readonly<Record<string, string>>
  /** As `pg_get_function_result` says it. */
  gives: string
  /**
   * The statements of a volatile function see what was committed before each of them. Those of a stable one see what the
   * statement that calls it sees, which is too old once a lock was waited for.
   */
  isVolatile: boolean
}

const row = { takes: { account_id: 'text' }, gives: aRow }

/** In the order in which they need each other. */
export const hostFunctions: readonly HostFunction[] = [
  { name: 'host_row', ...row, isVolatile: false },
  { name: 'host_rows', takes: { addresses: 'text[]' }, gives: aRow, isVolatile: false },
  { name: 'host_lock', ...row, isVolatile: true },
  {
    name: 'host_change',
    takes: { account_id: 'text', expected: 'text', stored: 'jsonb' },
    gives: 'boolean',
    isVolatile: true,
  },
]

/** `host_change(account_id text, expected text, stored jsonb)`. */
export function signatureOf({ name, takes }: HostFunction): string {
  const all = Object.entries(takes).map(([argument, type]) => `${argument} ${type}`)
  return `${name}(${all.join(', ')})`
}
