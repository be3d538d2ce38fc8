import type { Client } from '../limits.ts'
import type { Session } from '../ports.ts'
import { parseToken } from '../secret.ts'
import { SESSION_IDLE_MINUTES, type SessionParts } from '../sessions.ts'
import { clientName } from './step.ts'

type Parts = Pick<SessionParts, 'sessions' | 'secrets'>

/** Ends the session on the server; saying it twice, or without one, is fine. */
export function signOut({ sessions, secrets }: Parts) {
  return async (rawToken: string | undefined, client: Client): Promise<void> => {
    const token = parseToken(rawToken ?? '')
    if (!token) return
    const clientDigest = secrets.clientDigest(clientName(client))
    await sessions.end({ tokenDigest: secrets.tokenDigest(token), clientDigest })
  }
}

export function currentSession({ sessions, secrets }: Parts) {
  return async (rawToken: string | undefined): Promise<Session | undefined> => {
    const token = parseToken(rawToken ?? '')
    return token && sessions.find(secrets.tokenDigest(token), SESSION_IDLE_MINUTES)
  }
}
