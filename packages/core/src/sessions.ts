import type { EmailAddress } from './email-address.ts'
import type { Observe } from './event.ts'
import type { Limits } from './limits.ts'
import type {
  AccountStore,
  Limiter,
  PasswordHasher,
  Secrets,
  Session,
  SessionStore,
} from './ports.ts'
import type { Token } from './secret.ts'
import { signIn } from './use-cases/sign-in.ts'
import { currentSession, signOut } from './use-cases/sign-out.ts'

export const SESSION_IDLE_MINUTES = 120
export const SESSION_ABSOLUTE_MINUTES = 24 * 60

export type SessionParts = {
  accounts: AccountStore
  sessions: SessionStore
  limiter: Limiter
  secrets: Secrets
  hasher: PasswordHasher
  policy: { limits: Limits }
  observe: Observe
}

export type SignIn = { address: EmailAddress; password: string }
export type SignedIn = { status: 'signed-in'; token: Token; session: Session }

/** Sessions as people use them: a reference token in a cookie, the rest in the database. */
export type Sessions = ReturnType<typeof createSessions>

export function createSessions(parts: SessionParts) {
  return { signIn: signIn(parts), signOut: signOut(parts), current: currentSession(parts) }
}
