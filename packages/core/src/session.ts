import type { EmailAddress } from './email-address.ts'
import type { Token } from './secret.ts'

/** Minutes a session lives without being used. */
export const SESSION_IDLE_MINUTES = 120
/** Minutes a session lives, however much it is used. */
export const SESSION_ABSOLUTE_MINUTES = 24 * 60

/** What a signed-in person may see of their session. */
export type Session = { login: string; signedInAt: Date; expiresAt: Date }

export type SignIn = { address: EmailAddress; password: string }
/** `token` is a reference, for a cookie; everything else about the session is in the database. */
export type SignedIn = { status: 'signed-in'; token: Token; session: Session }
