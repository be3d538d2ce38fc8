import { retryAfter, unavailable } from '@latchkey/api/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import type { Refused } from '../acts/outcomes.ts'
import type { RecoveryActs } from '../acts/recovery-acts.ts'
import { addressOfCaller, type Caller, type CallerAddress } from '../caller/caller.ts'
import type { LatchkeyRouter } from '../instance/routers.ts'
import type { Log } from '../log.ts'
import { refusal, success } from './answers.ts'
import { isJson, readBody } from './read-body.ts'
import { restCalls, trpcPath } from './rest-calls.ts'

export type Handler = (request: Request, caller: CallerAddress) => Promise<Response>

type Parts = { recovery: RecoveryActs; router: LatchkeyRouter; log: Log }

/** Answers the calls of REST and tRPC. Every answer is a refusal or a success: nothing is thrown at the server. */
export function createHandler(parts: Parts): Handler {
  return async (request, from) => {
    try {
      return await answer(parts, request, () => callerOf(parts.log, request, from))
    } catch (error) {
      // Logged where it happened.
      return refusal(unavailable(error))
    }
  }
}

function callerOf(log: Log, request: Request, from: CallerAddress | undefined): Caller {
  try {
    const address = from?.remoteAddress
    const given = { remoteAddress: typeof address === 'function' ? address() : address }
    return { remoteAddress: addressOfCaller(given), headers: request.headers }
  } catch (error) {
    log.error({ event: 'caller.unreadable', err: error })
    throw error
  }
}

async function answer(parts: Parts, request: Request, findCaller: () => Caller): Promise<Response> {
  const { pathname } = new URL(request.url)
  const endpoint = trpcPath.exec(pathname)?.groups?.endpoint
  const call = restCalls.find(({ path }) => path.test(pathname))
  if (endpoint === undefined && !call) return refusal({ code: 'INVALID_INPUT' }, 404)
  const allowed = call ? [call.method] : ['GET', 'POST']
  if (!allowed.includes(request.method)) {
    return refusal({ code: 'INVALID_INPUT' }, 405, { allow: allowed.join(', ') })
  }
  if (request.method === 'POST' && !isJson(request.headers.get('content-type'))) {
    return refusal({ code: 'INVALID_INPUT' }, 415)
  }
  const body = await readBody(request)
  if ('problem' in body) return badBody(parts.log, body.problem)
  const caller = findCaller()
  if (endpoint !== undefined)
    return answerTrpc(parts, { request, body: body.text, endpoint, caller })
  const input = call?.method === 'GET' ? inPath(call.path, pathname) : parsed(body.text)
  if (!call || input === undefined) return refusal({ code: 'INVALID_INPUT' })
  const outcome = await call.run(parts.recovery, input as never, caller)
  if (isRefused(outcome)) {
    const { status: _, ...refused } = outcome
    return refusal(refused)
  }
  const { status: _, ...told } = outcome
  return success({ success: true, message: call.message, ...told })
}

function badBody(log: Log, problem: 'too long' | 'read before'): Response {
  if (problem === 'too long') return refusal({ code: 'INVALID_INPUT' })
  log.error({
    event: 'http.body-read-before',
    message:
      'The body of a call was read before Latchkey got it. Mount Latchkey before parsers of bodies, or use a door that takes what they parsed (docs/embedding.md)',
  })
  return refusal(unavailable(undefined))
}

type TrpcCall = { request: Request; body: string; endpoint: string; caller: Caller }

function answerTrpc({ router }: Parts, { request, body, endpoint, caller }: TrpcCall) {
  const { url, method, headers, signal } = request
  const sent = method === 'POST' ? { body } : {}
  return fetchRequestHandler({
    endpoint,
    req: new Request(url, { method, headers, signal, ...sent }),
    router,
    // The procedures close over the instance, and ask for nothing but the caller.
    createContext: () => caller as never,
    responseMeta: ({ errors }) => ({
      headers: { 'cache-control': 'no-store', ...retryAfter(errors) },
    }),
  })
}

function inPath(path: RegExp, pathname: string): Record<string, string> {
  const token = path.exec(pathname)?.groups?.token ?? ''
  try {
    return { token: decodeURIComponent(token) }
  } catch {
    // No token has such characters, so it is refused like any other text.
    return { token }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isRefused(outcome: { status: string }): outcome is Refused {
  return outcome.status === 'refused'
}
