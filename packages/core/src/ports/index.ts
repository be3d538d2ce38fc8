/*
 * What the domain needs from outside, one file per port.
 *
 * A port states a whole fact, and its transaction is its own business. Every expiry is computed and compared by the
 * database's clock, so ports take lifetimes and return dates. Every method may throw `Unavailable`, and then nothing
 * has happened.
 */
export type * from './account-store.ts'
export type * from './limiter.ts'
export type * from './message-store.ts'
export type * from './passwords.ts'
export type * from './recovery-store.ts'
export type * from './secrets.ts'
export type * from './session-store.ts'
export type * from './suppression-store.ts'
