import type { FastifyReply, FastifyRequest } from 'fastify'

const LIFETIME_SECONDS = 2 * 3600

/** Remembers in the browser which request the next code is for. The id of a request is not a secret. */
export function requestCookie(publicUrl: string) {
  const secure = publicUrl.startsWith('https:')
  const name = secure ? '__Host-latchkey-request' : 'latchkey-request'
  const attributes = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
  return {
    remember: (reply: FastifyReply, requestId: string) =>
      reply.setCookie(name, requestId, { ...attributes, maxAge: LIFETIME_SECONDS }),
    recall: (request: FastifyRequest) => request.cookies[name],
    forget: (reply: FastifyReply) => reply.clearCookie(name, attributes),
  }
}
