import { type Request, type Response, Router } from 'express'
import { latchkey } from './latchkey.js'

const COOKIE = 'session'

/** Signing in, with the accounts of Latchkey. With users of your own, this is what you have already. */
export const sessions: Router = Router()

sessions.post('/', async (request: Request, response: Response) => {
  const caller = { remoteAddress: request.ip, headers: request.headers }
  const answer = await latchkey.sessions.signIn(request.body, caller)
  if (answer.status === 'refused') return void response.status(401).json({ code: answer.code })
  const secure = process.env.NODE_ENV === 'production'
  response.cookie(COOKIE, answer.token, { httpOnly: true, sameSite: 'lax', secure })
  response.json({ email: answer.login })
})

sessions.get('/', async (request: Request, response: Response) => {
  const session = await latchkey.sessions.current(sessionToken(request))
  if (!session) return void response.status(401).json({ code: 'SIGNED_OUT' })
  response.json({ email: session.login })
})

function sessionToken({ headers: { cookie = '' } }: Request): string | undefined {
  return new RegExp(`(?:^|; )${COOKIE}=([^;]*)`).exec(cookie)?.[1]
}
