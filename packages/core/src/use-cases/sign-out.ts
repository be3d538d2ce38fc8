import { type Client, clientName } from '../limits.ts'
import type { SessionParts } from '../parts.ts'
import { parseToken } from '../secret.ts'
import { SESSION_IDLE_MINUTES, type Session } from '../session.ts'

type Parts = Pick<SessionParts, 'sessions' | 'secrets'>

/** Ends the session on the server. Idempotent; without a valid token it does nothing. */
export function signOut({ sessions, secrets }: Parts) {
  return async (rawToken: string | undefined, client: Client): Promise<void> => {
    const token = parseToken(rawToken ?? '')
    if (!token) return
    const clientDigest = secrets.clientDigest(clientName(client))
    await sessions.end({ tokenDigest: secrets.tokenDigest(token), clientDigest })
  }
}

/** The session of a token, if it is open. Finding it counts as using it. */
export function currentSession({ sessions, secrets }: Parts) {
  return async (rawToken: string | undefined): Promise<Session | undefined> => {
    const token = parseToken(rawToken ?? '')
    return token && sessions.find(secrets.tokenDigest(token), SESSION_IDLE_MINUTES)
  }
}
