import type { PublicRefusal } from '@latchkey/api/server'

/* What the use cases answer to a program: plain values, with times in ISO 8601. */

/** Nothing was changed. `code` is one of the public codes. */
export type Refused = { status: 'refused' } & PublicRefusal

export type Requested = {
  status: 'requested'
  requestId: string
  resendAfterSeconds: number
  codeExpiresAt: string
}
export type CodeVerified = { status: 'verified'; ticket: string; expiresAt: string; login: string }
export type TokenVerified = { status: 'verified'; expiresAt: string; login: string }
export type PasswordChanged = { status: 'changed' }
export type Secured = Omit<Requested, 'status'> & { status: 'secured'; login: string }

export type SignedIn = {
  status: 'signed-in'
  /** It is the proof of the session: put it into a cookie that scripts cannot read. */
  token: string
  login: string
  signedInAt: string
  expiresAt: string
}
export type OpenSession = Omit<SignedIn, 'status' | 'token'>
