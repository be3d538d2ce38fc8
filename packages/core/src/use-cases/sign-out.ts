import type { Session } from '../ports.ts'
import { parseToken } from '../secret.ts'
import { SESSION_IDLE_MINUTES, type SessionParts } from '../sessions.ts'

type Parts = Pick<SessionParts, 'sessions' | 'secrets'>

/** Ends the session on the server; saying it twice, or without one, is fine. */
export function signOut({ sessions, secrets }: Parts) {
  return async (rawToken: string | undefined): Promise<void> => {
    const token = parseToken(rawToken ?? '')
    if (token) await sessions.end(secrets.tokenDigest(token))
  }
}

export function currentSession({ sessions, secrets }: Parts) {
  return async (rawToken: string | undefined): Promise<Session | undefined> => {
    const token = parseToken(rawToken ?? '')
    return token && sessions.find(secrets.tokenDigest(token), SESSION_IDLE_MINUTES)
  }
}
