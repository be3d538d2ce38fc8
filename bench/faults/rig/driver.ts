import { setTimeout as sleep } from 'node:timers/promises'
import type { RigServer } from './server.ts'

/**
 * One entry of the history. `fail`: the call had no effect. `unknown`: it may have had one, because the answer was
 * lost or was a 503, which may follow a commit.
 */
export type Call = {
  op: string
  server: number
  outcome: 'ok' | 'fail' | 'unknown'
  status: number
  code: string
  retryAfter: number
  startedAt: number
  endedAt: number
  ms: number
  email: string
  token: string
  password: string
  data: Record<string, string>
}

/** Where a call goes: to a server, to each in turn, or to an address in front of them. */
type To = { server?: number; via?: string; headers?: Record<string, string> }

type About = Partial<Pick<Call, 'email' | 'token' | 'password'>>

/** Longer than any time bound on a call. */
const TIMEOUT_MS = 20_000

export type Driver = ReturnType<typeof createDriver>

/** Calls the servers like any client, and records the outcome of each call. */
export function createDriver(servers: readonly RigServer[]) {
  const log: Call[] = []
  let next = 0

  async function call(
    op: string,
    input: unknown,
    about: About = {},
    options: To = {},
  ): Promise<Call> {
    const server = options.server ?? next++ % servers.length
    const startedAt = Date.now()
    const startedMs = performance.now()
    const url = options.via ?? servers[server]?.url
    const answer = await send(`${url}/trpc/${op}`, input, options.headers)
    const made: Call = {
      op,
      server,
      ...answer,
      startedAt,
      endedAt: Date.now(),
      ms: performance.now() - startedMs,
      email: about.email ?? '',
      token: about.token ?? '',
      password: about.password ?? '',
    }
    log.push(made)
    return made
  }

  return {
    log,
    call,
    request: (email: string, to?: To) => call('recovery.request', { email }, { email }, to),
    verify: (token: string, to?: To) => call('recovery.verifyToken', { token }, { token }, to),
    guess: (requestId: string, code: string, to?: To) =>
      call('recovery.verifyCode', { requestId, code }, {}, to),
    reset: (email: string, token: string, password: string, to?: To) =>
      call('recovery.reset', { token, newPassword: password }, { email, token, password }, to),
    signIn: (email: string, password: string, to?: To) =>
      call('session.signIn', { email, password }, { email, password }, to),
    /** Calls at a constant rate, whether or not earlier calls were answered. */
    load(act: (nth: number) => Promise<unknown> | undefined, perSecond = 20) {
      const inFlight = new Set<Promise<unknown>>()
      let made = 0
      const timer = setInterval(() => {
        const one = act(made++)?.catch(() => {})
        if (!one) return
        inFlight.add(one)
        void one.finally(() => inFlight.delete(one))
      }, 1_000 / perSecond)
      return async function stop(): Promise<number> {
        clearInterval(timer)
        while (inFlight.size > 0) await Promise.race([Promise.all(inFlight), sleep(100)])
        return made
      }
    },
  }
}

type TrpcBody = { result?: { data?: Record<string, string> }; error?: { message?: string } }
type Answer = Pick<Call, 'outcome' | 'status' | 'code' | 'retryAfter' | 'data'>
const nothing = { status: 0, code: '', retryAfter: 0, data: {} }

async function send(url: string, input: unknown, headers = {}): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(input),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const body = (await response.json()) as TrpcBody
    return {
      outcome: response.ok ? 'ok' : response.status < 500 ? 'fail' : 'unknown',
      status: response.status,
      code: body.error?.message ?? '',
      retryAfter: Number(response.headers.get('retry-after') ?? 0),
      data: body.result?.data ?? {},
    }
  } catch (error) {
    return { ...nothing, outcome: neverArrived(error) ? 'fail' : 'unknown' }
  }
}

function neverArrived(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED'
}

/** A percentile of the latencies, by default the 99th. */
export function percentile(calls: readonly Pick<Call, 'ms'>[], share = 0.99): number {
  const sorted = calls.map((call) => call.ms).sort((a, b) => a - b)
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
}
