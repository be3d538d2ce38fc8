import type { PublicRefusal } from '@latchkey/api/server'

/* What the use cases answer to a program: plain values, with times in ISO 8601. */

/** Nothing was changed. `code` is one of the public codes. */
export type Refused = { status: 'refused' } & PublicRefusal

/**
 * An email is on its way, if the address has an account. Until `resendAfterSeconds` have passed, another is withheld.
 */
export type Requested = {
  status: 'requested'
  requestId: string
  resendAfterSeconds: number
  codeExpiresAt: string
}
/** The code was right. `ticket` is what `reset` takes as its token, until `expiresAt`. */
export type CodeVerified = { status: 'verified'; ticket: string; expiresAt: string; login: string }
/** The link or ticket is valid until `expiresAt`, for the account of `login`. */
export type TokenVerified = { status: 'verified'; expiresAt: string; login: string }
/** The password was changed, and every session has ended. */
export type PasswordChanged = { status: 'changed' }
/** Every session has ended, the password is void, and an email with a way back in is on its way. */
export type Secured = Omit<Requested, 'status'> & { status: 'secured'; login: string }

/** A session has begun. Times are in ISO 8601. */
export type SignedIn = {
  status: 'signed-in'
  /** It is the proof of the session: put it into a cookie that scripts cannot read. */
  token: string
  login: string
  signedInAt: string
  expiresAt: string
}
/** A session that has not ended. */
export type OpenSession = Omit<SignedIn, 'status' | 'token'>
