import type {} from '@fastify/cookie'
import type { Caller } from '@latchkey/server'
import type { CreateFastifyContextOptions } from '@trpc/server/adapters/fastify'

export type Context = {
  caller: Caller
  sessionToken: string | undefined
  keepSession(token: string): void
}

const COOKIE = 'session'

export function createContext({ req, res }: CreateFastifyContextOptions): Context {
  return {
    // Behind a proxy, Fastify's `trustProxy` decides what `req.ip` is.
    caller: { remoteAddress: req.ip, headers: req.headers },
    sessionToken: req.cookies[COOKIE],
    keepSession(token) {
      const secure = process.env.NODE_ENV === 'production'
      res.setCookie(COOKIE, token, { httpOnly: true, sameSite: 'lax', secure, path: '/' })
    },
  }
}
