import type { Client, Recovery, Refusal, Session, SignIn } from '@latchkey/core'
import type { PublicSettings } from './schemas.ts'

/**
 * What procedures are given: use cases and nothing below them. There is no database, mailer or HTTP request here, so no
 * procedure can bypass the domain.
 */
export type Context = {
  recovery: Pick<
    Recovery,
    'request' | 'resend' | 'verifyCode' | 'verifyToken' | 'reset' | 'verifyNotMe' | 'notMe'
  >
  sessions: RequestSessions
  client: Client
  settings: PublicSettings
}

/** The session of the browser that makes the call. The implementation reads and writes its cookie. */
export interface RequestSessions {
  /** Sets the cookie if it succeeds. */
  signIn(
    input: SignIn,
    client: Client,
  ): Promise<{ status: 'signed-in'; session: Session } | Refusal>
  /** Ends the session and clears the cookie. Idempotent. */
  signOut(): Promise<void>
  /** Refused with `sign-in-failed` if the browser has no open session. */
  current(): Promise<{ status: 'signed-in'; session: Session } | Refusal>
}
