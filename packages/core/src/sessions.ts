import type { SessionParts } from './parts.ts'
import { isKnownClient, signIn } from './use-cases/sign-in.ts'
import { currentSession, signOut } from './use-cases/sign-out.ts'

/** The use cases of signing in and out. */
export type Sessions = ReturnType<typeof createSessions>

/** Every use case throws `Unavailable` if a port does; then nothing has happened. */
export function createSessions(parts: SessionParts) {
  return {
    signIn: signIn(parts),
    signOut: signOut(parts),
    current: currentSession(parts),
    isKnown: isKnownClient(parts),
  }
}
