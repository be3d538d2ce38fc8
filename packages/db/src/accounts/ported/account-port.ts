/*
 * Accounts that an application keeps where we cannot reach them, in another database or behind an API. It is called for
 * every look and every change. Calls are slow and may fail after they did their work, so none is made inside a
 * transaction.
 */

/** An account, as the application says. */
export type PortedAccount = {
  id: string
  email: string | null
  /** Whether it may sign in and recover. */
  alive: boolean
  hasPassword: boolean
  /** Differs after every change of the password. */
  version: string
  locale: string | null
}

/** A change of a password, which the application makes if the version is still this one. */
export type PortedChange = {
  /** The application remembers it for a day, and never makes the change of one id twice. */
  changeId: string
  id: string
  ifVersion: string
  /** In clear: the application hashes it. */
  password: string
  why: 'reset' | 'not-me'
}

/** What an application did: `stale`, the version is another one; `unknown`, there is no such account. */
export type PortedChanged = 'changed' | 'stale' | 'unknown'

/** Every method throws {@link PortFailure}. */
export interface AccountPort {
  /** Where the application is called, for messages to operators. */
  readonly place: string
  /** All accounts that have one of these addresses. */
  lookup(addresses: readonly string[]): Promise<PortedAccount[]>
  look(id: string): Promise<PortedAccount | undefined>
  /** Also ends the sessions of the account. `unknown`: there is no such account. */
  change(change: PortedChange): Promise<PortedChanged>
  /** Whether a change was made. A change that was called `unknown` is not made any more. */
  settled(changeId: string): Promise<'changed' | 'unknown'>
}

/**
 * What went wrong. `unreachable`: no connection. `slow`: no answer in time. `refused`: our signature. `misplaced`: no such
 * path. `failed`: an error of the application. `unreadable`: an answer that is none of the agreed ones.
 */
export type PortProblem =
  | 'unreachable'
  | 'slow'
  | 'refused'
  | 'misplaced'
  | 'failed'
  | 'unreadable'
  | 'busy'

/** The application did not answer as agreed. */
export class PortFailure extends Error {
  readonly problem: PortProblem
  /** The call certainly did nothing. Otherwise a change may have been made. */
  readonly didNothing: boolean

  constructor(problem: PortProblem, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'PortFailure'
    this.problem = problem
    this.didNothing = problem === 'unreachable' || problem === 'refused' || problem === 'busy'
  }
}
