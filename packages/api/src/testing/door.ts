import { refused, type Sessions } from '@latchkey/core'
import { clientAt, openTestbed } from '@latchkey/core/testing'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import type { Context, RequestSessions } from '../context.ts'
import { appRouter } from '../router.ts'
import type { PublicSettings } from '../schemas.ts'

// Declared here, so that no platform's types are needed.
declare const Request: new (url: string, init: object) => unknown

export type Answer = { status: number; text: string; body: unknown }

export const settings: PublicSettings = {
  productName: 'Latchkey',
  password: { minLength: 8, maxLength: 256 },
  codeLength: 6,
  locales: ['en'],
  defaultLocale: 'en',
  mailFrom: 'recovery@latchkey.test',
}

/** The router behind tRPC's HTTP handler, over in-memory stores. One browser calls it, and keeps its cookie. */
export function openDoor(changes: Partial<Context> = {}) {
  const testbed = openTestbed()
  const context: Context = {
    recovery: testbed.recovery,
    sessions: sessionsOfOneBrowser(testbed.sessions),
    client: clientAt('198.51.100.7'),
    settings,
    ...changes,
  }
  const send = async (path: string, init: object): Promise<Answer> => {
    const answer: { status: number; text(): Promise<string> } = await fetchRequestHandler({
      req: new Request(`https://latchkey.test/trpc/${path}`, init),
      endpoint: '/trpc',
      router: appRouter,
      allowBatching: false,
      createContext: () => context,
    })
    const text = await answer.text()
    return { status: answer.status, text, body: JSON.parse(text) }
  }
  const postText = (path: string, body: string, contentType = 'application/json') =>
    send(path, { method: 'POST', headers: { 'content-type': contentType }, body })

  return {
    testbed,
    caller: appRouter.createCaller(context),
    get: (path: string) => send(path, { method: 'GET' }),
    post: (path: string, input?: unknown) =>
      input === undefined
        ? send(path, { method: 'POST', headers: { 'content-type': 'application/json' } })
        : postText(path, JSON.stringify(input)),
    postText,
    /** Everything that is stored, as text: equal texts mean that nothing was written. */
    written: () => JSON.stringify(testbed.tables),
  }
}

function sessionsOfOneBrowser(sessions: Sessions): RequestSessions {
  let cookie: string | undefined
  return {
    async signIn(input, client) {
      const answer = await sessions.signIn(input, client)
      if (answer.status === 'signed-in') cookie = answer.token
      return answer
    },
    async signOut() {
      await sessions.signOut(cookie, clientAt('198.51.100.7'))
      cookie = undefined
    },
    async current() {
      const session = await sessions.current(cookie)
      return session ? { status: 'signed-in', session } : refused('sign-in-failed')
    },
  }
}

/** The whole of a refusal as it is sent. */
export function refusalOnTheWire(path: string, message: string, details: object = {}) {
  const { status, rpc, name } = kinds[message] ?? kinds.INVALID
  return {
    status,
    body: {
      error: { message, code: rpc, data: { code: name, httpStatus: status, path, ...details } },
    },
  }
}

type Kind = { status: number; rpc: number; name: string }
const kinds: Record<string, Kind> & { INVALID: Kind } = {
  INVALID: { status: 400, rpc: -32600, name: 'BAD_REQUEST' },
  SIGN_IN_FAILED: { status: 401, rpc: -32001, name: 'UNAUTHORIZED' },
  RATE_LIMITED: { status: 429, rpc: -32029, name: 'TOO_MANY_REQUESTS' },
  UNAVAILABLE: { status: 503, rpc: -32603, name: 'SERVICE_UNAVAILABLE' },
}
