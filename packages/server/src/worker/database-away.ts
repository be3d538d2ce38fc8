import { Unavailable } from '@latchkey/core'
import { isAway, refusedWith } from '@latchkey/db'

/** Whether the work cannot be done now and is not to blame: the database is away, or the application that has the accounts. */
export function isDatabaseAway(error: unknown): boolean {
  return error instanceof Unavailable || isAway(error)
}

/** Whether it is the database itself that is away. */
export function isOutage(error: unknown): error is Error {
  return isAway(error) || (error instanceof Unavailable && isAway(error.cause))
}

/** A right, a role, a database, a schema or a table that is missing. The first two characters of a state of SQL. */
const MISSING = ['28', '3D', '3F', '42']

/** Whether nothing can be written until somebody repairs the database. */
export function isDatabaseUnusable(error: unknown): boolean {
  return isDatabaseAway(error) || MISSING.includes(refusedWith(error)?.slice(0, 2) ?? '')
}
