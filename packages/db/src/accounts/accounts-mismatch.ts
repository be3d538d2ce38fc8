import { Unavailable } from '@latchkey/core'
import {
  asUnavailable,
  codeOf,
  type Guard,
  isOutdatedStatement,
} from '../connection/unavailable.ts'
import type { AccountTable } from './account-table.ts'
import { PortFailure } from './ported/account-port.ts'

/** The tables of an application do not fit the map, or did not take what was written. Nothing was changed. */
export class AccountsMismatch extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'AccountsMismatch'
  }
}

/** A trigger, row-level security or a row that is missing kept the password from being written. */
export class WriteRefused extends AccountsMismatch {
  constructor(written: string, options?: ErrorOptions) {
    super(
      `accounts.write-refused: the new password was not written to ${written}. A trigger, row-level security or a missing row prevents it; the link is still valid`,
      options,
    )
    this.name = 'WriteRefused'
  }
}

/*
 * On the tables of an application, these mean that they are not as the map says, or refused what was written: no such
 * column, no right (42), an unreadable value or one that is too long (22), a broken constraint (23), a row that is
 * double (21), a check of a view (44), a trigger that raised (P0), our own check (LK001).
 */
const mismatchClasses = ['21', '22', '23', '42', '44', 'P0', 'LK']

/** With the function of the application that failed, where one did: the tables are named in it, and not in our statement. */
function inWords(error: Error): string {
  const name = failedFunction(error)
  return name === undefined ? error.message : `${error.message} (in the function ${name})`
}

/** The innermost function, without its schema. */
export function failedFunction(error: Error): string | undefined {
  const where = 'where' in error ? String(error.where) : ''
  const [, ofSql, ofPlpgsql] =
    /^(?:SQL function "([^"]+)"|PL\/pgSQL function (?:\S+\.)?([^.\s(]+)\()/m.exec(where) ?? []
  const name = ofSql ?? ofPlpgsql
  return name === 'refuse_write' ? undefined : name
}

function isMismatch(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  if (error instanceof AccountsMismatch || isOutdatedStatement(error)) return true
  const code = codeOf(error)
  return code.length === 5 && mismatchClasses.includes(code.slice(0, 2))
}

/** `refuse_write` raises it, with the tables for a message. */
const WRITE_REFUSED = 'LK001'

function asMismatch(error: Error): AccountsMismatch {
  if (error instanceof AccountsMismatch) return error
  return codeOf(error) === WRITE_REFUSED
    ? new WriteRefused(error.message, { cause: error })
    : new AccountsMismatch(inWords(error), { cause: error })
}

/** More than a process has connections, each of which may have outdated statements. */
const MOST_TRIES = 10

/** For statements on the tables of an application: what does not fit is no bug of ours, and may end by itself. */
export const onMappedAccounts: Guard = async (work) => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await asUnavailable(work)
    } catch (error) {
      if (isOutdatedStatement(error) && tries < MOST_TRIES) continue
      if (!isMismatch(error)) throw error
      const cause = asMismatch(error)
      throw new Unavailable(`The tables of the application do not fit the map: ${cause.message}`, {
        cause,
      })
    }
  }
}

/** What the statements on these accounts may meet. */
export function guardOf({ kind }: Pick<AccountTable, 'kind'>): Guard {
  return {
    native: asUnavailable,
    mapped: onMappedAccounts,
    functions: onMappedAccounts,
    ported: onPortedAccounts,
  }[kind]
}

/** For work that calls an application: that it does not answer as agreed is no bug of ours. */
const onPortedAccounts: Guard = async (work) => {
  try {
    return await asUnavailable(work)
  } catch (error) {
    if (!(error instanceof PortFailure)) throw error
    throw new Unavailable(error.message, { cause: error })
  }
}
