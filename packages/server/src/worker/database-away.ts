import { Unavailable } from '@latchkey/core'
import { isAway } from '@latchkey/db'

/** Whether the error says that the database cannot be reached, and not that the work is wrong. */
export function isDatabaseAway(error: unknown): boolean {
  return error instanceof Unavailable || isAway(error)
}
