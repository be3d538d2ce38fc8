import type { RequestSessions } from '@latchkey/api/server'
import { refused, SESSION_ABSOLUTE_MINUTES, type Sessions } from '@latchkey/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { clientOf } from './client.ts'

/** The sessions of the browser that sent this request. Its cookie holds the only copy of the token. */
export function sessionsOf(
  { sessions, config: { publicUrl } }: { sessions: Sessions; config: { publicUrl: string } },
  request: FastifyRequest,
  reply: FastifyReply,
): RequestSessions {
  const secure = publicUrl.startsWith('https:')
  const name = sessionCookieName(publicUrl)
  const attributes = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
  const token = () => request.cookies[name]
  return {
    async signIn(input, client) {
      const outcome = await sessions.signIn(input, client)
      if (outcome.status === 'refused') return outcome
      // The browser's previous session ends, so that no session id survives a sign-in (session fixation).
      await sessions.signOut(token(), client)
      const maxAge = SESSION_ABSOLUTE_MINUTES * 60
      reply.setCookie(name, outcome.token, { ...attributes, maxAge })
      return { status: 'signed-in', session: outcome.session }
    },
    async signOut() {
      await sessions.signOut(token(), clientOf(request))
      reply.clearCookie(name, attributes)
    },
    async current() {
      const session = await sessions.current(token())
      return session ? { status: 'signed-in', session } : refused('sign-in-failed')
    },
  }
}

/** Browsers accept a __Host- cookie over https only, so plain http on localhost needs another name. */
export function sessionCookieName(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? '__Host-latchkey' : 'latchkey'
}
