import type { Client, Recovery, Refusal, Session, SignIn } from '@latchkey/core'
import type { PublicSettings } from './schemas.ts'

/**
 * What a procedure may reach: the use cases, and nothing below them. No database, no mailer, no request: a
 * procedure cannot go around the domain.
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

/** Sessions of the one browser that is calling: its cookie is read and written behind these. */
export interface RequestSessions {
  signIn(
    input: SignIn,
    client: Client,
  ): Promise<{ status: 'signed-in'; session: Session } | Refusal>
  signOut(): Promise<void>
  current(): Promise<{ status: 'signed-in'; session: Session } | Refusal>
}
