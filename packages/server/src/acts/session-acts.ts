import { SignInInput } from '@latchkey/api/server'
import { isRefusal, type Session, type Sessions } from '@latchkey/core'
import { type Caller, clientOfCaller } from '../caller/caller.ts'
import type { OpenSession, Refused, SignedIn } from './outcomes.ts'
import { badInput, plain } from './recovery-acts.ts'

/**
 * Signing in to accounts of Latchkey's own. An application with accounts elsewhere signs people in itself: there `signIn`
 * is refused, with the address of its page.
 */
export type SessionActs = {
  /** The same answer, with the same work, for unknown addresses and wrong passwords. */
  signIn(input: { email: string; password: string }, caller: Caller): Promise<SignedIn | Refused>
  /** The session of a token from `signIn`, or `undefined`. A reset ends it. */
  current(token: string | undefined): Promise<OpenSession | undefined>
  /** Idempotent. */
  signOut(token: string | undefined, caller: Caller): Promise<void>
}

export function sessionActs(sessions: Sessions): SessionActs {
  return {
    async signIn(input, caller) {
      const client = clientOfCaller(caller)
      const read = SignInInput.safeParse(input)
      if (!read.success) return badInput(read.error)
      const { email: address, password } = read.data
      const outcome = await sessions.signIn({ address, password }, client)
      if (isRefusal(outcome)) return plain(outcome)
      return { status: 'signed-in', token: outcome.token, ...shown(outcome.session) }
    },
    async current(token) {
      const session = await sessions.current(token)
      return session && shown(session)
    },
    signOut: (token, caller) => sessions.signOut(token, clientOfCaller(caller)),
  }
}

function shown(session: Session): OpenSession {
  return {
    login: session.login,
    signedInAt: session.signedInAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
  }
}
