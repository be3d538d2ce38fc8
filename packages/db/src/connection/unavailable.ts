import { Unavailable } from '@latchkey/core'
import { NoPrimary } from './find-primary.ts'

/*
 * What counts as "the database is away or too busy". Everything else is a bug and stays an error.
 * Codes: PostgreSQL appendix A, and Node's system errors.
 */
const LOCK_TIMEOUT = '55P03'
const READ_ONLY = '25006'
const awayClasses = ['08', '53', '57']
const awayCodes = new Set([
  READ_ONLY, // a standby, or a full disk's protection
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

export function codeOf(error: Error): string {
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

/**
 * No connection was made in time, none was free, or no server accepts writes: a busy or starting server may still make
 * one, and a standby may be promoted.
 */
export function isConnectTimeout(error: unknown): boolean {
  return (
    error instanceof NoPrimary || (error instanceof Error && connectTimeouts.test(error.message))
  )
}

/** All connections of the pool were in use for too long. That says nothing about the server. */
export function isPoolTimeout(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('timeout exceeded when trying to')
}

/** Whether an error says that the database is away, and not that a statement is wrong. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = codeOf(error)
  return (
    awayCodes.has(code) ||
    (code.length === 5 && awayClasses.includes(code.slice(0, 2))) ||
    awayMessages.test(error.message)
  )
}

/** Values that no column takes: what is in one job, and nothing that a right or a migration would change. */
const DATA_EXCEPTIONS = '22'

/**
 * The state of SQL of a statement that the database refuses, and may take later: a right is missing, another program
 * changed a table, a constraint or a trigger is in the way.
 */
export function refusedWith(error: unknown): string | undefined {
  if (!(error instanceof Error) || isAway(error)) return undefined
  const code = codeOf(error)
  return /^[\dA-Z]{5}$/.test(code) && !code.startsWith(DATA_EXCEPTIONS) ? code : undefined
}

/** The type of a column was changed: statements that this connection prepared before are outdated. */
const OUTDATED_STATEMENT = '0A000'

export function isOutdatedStatement(error: unknown): boolean {
  return error instanceof Error && codeOf(error) === OUTDATED_STATEMENT
}

/** The server refuses to write. Its address, or another server, may lead to one that does. */
export function isReadOnly(error: unknown): boolean {
  return error instanceof Error && codeOf(error) === READ_ONLY
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

/** Runs the work, and throws what it throws as {@link Unavailable} where it is that. */
export type Guard = typeof asUnavailable

/** The same store, whose methods throw `Unavailable` when the database is away. */
export function guarded<Store extends object>(store: Store, guard: Guard = asUnavailable): Store {
  const entries = Object.entries(store as Methods).map(([name, method]) => [
    name,
    (...args: never[]) => guard(() => method(...args)),
  ])
  return Object.fromEntries(entries) as Store
}
