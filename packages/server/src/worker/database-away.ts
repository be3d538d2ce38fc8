import { Unavailable } from '@latchkey/core'
import { isAway, refusedWith } from '@latchkey/db'

/** Whether the error says that the database cannot be reached, and not that the work is wrong. */
export function isDatabaseAway(error: unknown): boolean {
  return error instanceof Unavailable || isAway(error)
}

/** A right, a role, a database, a schema or a table that is missing. The first two characters of a state of SQL. */
const MISSING = ['28', '3D', '3F', '42']

/** Whether nothing can be written until somebody repairs the database. */
export function isDatabaseUnusable(error: unknown): boolean {
  return isDatabaseAway(error) || MISSING.includes(refusedWith(error)?.slice(0, 2) ?? '')
}
