import { Unavailable } from '@latchkey/core'
import { AccountsMismatch } from '../accounts/accounts-mismatch.ts'

/*
 * What counts as "the database is away or too busy". Everything else is a bug and stays an error.
 * Codes: PostgreSQL appendix A, and Node's system errors.
 */
const LOCK_TIMEOUT = '55P03'
const awayClasses = ['08', '53', '57']
const awayCodes = new Set([
  '25006', // read-only: a standby, or a full disk's protection
  '25P03', // idle in transaction too long
  '40001', // serialization failure, after its retry
  '40P01', // deadlock, after its retry
  LOCK_TIMEOUT,
  '58030', // I/O error
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'ENOSPC',
])
const connectTimeouts =
  /timeout exceeded when trying to connect|terminated due to connection timeout/i
const awayMessages =
  /connection terminated|timeout exceeded when trying to connect|query read timeout|not queryable|the database system is|pglite is closed/i

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** Somebody else holds a row; those who need other rows are not concerned. */
export function waitedForALock(error: unknown): boolean {
  return error instanceof Error && codeOf(error) === LOCK_TIMEOUT
}

/** This side gave up on a statement; the server may still be executing it. */
export function isClientTimeout(error: unknown): boolean {
  return error instanceof Error && error.message === 'Query read timeout'
}

/** No connection was made in time, or none was free: a busy or starting server may still make one. */
export function isConnectTimeout(error: unknown): boolean {
  return error instanceof Error && connectTimeouts.test(error.message)
}

export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = codeOf(error)
  return (
    awayCodes.has(code) ||
    (code.length === 5 && awayClasses.includes(code.slice(0, 2))) ||
    awayMessages.test(error.message)
  )
}

/*
 * On the tables of an application, these mean that they are not as the map says, or refused what was written: no such
 * column, no right (42), an unreadable value or one that is too long (22), a broken constraint (23), a row that is
 * double (21), a check of a view (44), a trigger that raised (P0), our own check (LK001).
 */
const mismatchClasses = ['21', '22', '23', '42', '44', 'P0', 'LK']
/** The type of a column was changed: statements that this connection prepared before are outdated. */
const OUTDATED_STATEMENT = '0A000'

export function isOutdatedStatement(error: unknown): boolean {
  return error instanceof Error && codeOf(error) === OUTDATED_STATEMENT
}

function isMismatch(error: unknown): boolean {
  if (error instanceof AccountsMismatch) return true
  if (!(error instanceof Error)) return false
  const code = codeOf(error)
  return (
    code === OUTDATED_STATEMENT || (code.length === 5 && mismatchClasses.includes(code.slice(0, 2)))
  )
}

/** More than a process has connections, each of which may have outdated statements. */
const MOST_TRIES = 10

/** For statements on the tables of an application: what does not fit is no bug of ours, and may end by itself. */
export async function onMappedAccounts<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await asUnavailable(work)
    } catch (error) {
      if (isOutdatedStatement(error) && tries < MOST_TRIES) continue
      if (!isMismatch(error)) throw error
      const { message } = error as Error
      throw new Unavailable(`The tables of the application do not fit the map: ${message}`, {
        cause:
          error instanceof AccountsMismatch
            ? error
            : new AccountsMismatch(message, { cause: error }),
      })
    }
  }
}

export async function asUnavailable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isAway(error)) throw new Unavailable('The database is not available', { cause: error })
    throw error
  }
}

type Methods = Record<string, (...args: never[]) => Promise<unknown>>

/**
 * The same store, whose methods throw `Unavailable` when the database is away.
 *
 * @param kind where its accounts are; a table of an application may also not fit its map.
 */
export function guarded<Store extends object>(
  store: Store,
  kind: 'native' | 'mapped' = 'native',
): Store {
  const guard = kind === 'mapped' ? onMappedAccounts : asUnavailable
  const entries = Object.entries(store as Methods).map(([name, method]) => [
    name,
    (...args: never[]) => guard(() => method(...args)),
  ])
  return Object.fromEntries(entries) as Store
}
