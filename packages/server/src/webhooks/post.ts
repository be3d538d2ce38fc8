import { type Span, SpanKind } from '@opentelemetry/api'
import { inSpan, markFailed, traceHeaders } from '../tracing/in-span.ts'

/** For the whole call, as Standard Webhooks recommends. */
const TIMEOUT_MS = 15_000
/** Of an answer. What follows is not read. */
const LONGEST_ANSWER = 1_024

export type Posted =
  | {
      status: number
      /** The first kilobyte. Empty: there was none, or it could not be read. */
      text: string
      /** Seconds after which the endpoint wants to be called again. */
      retryAfterSeconds: number | undefined
    }
  /** No answer came. `problem`: why, in a few words. */
  | { status: undefined; problem: string }

export type Call = {
  url: string
  body: string
  headers: Record<string, string>
  timeoutMs?: number
}

/** Calls an endpoint once. Redirects are not followed: what is signed goes where the settings say. */
export function post(call: Call): Promise<Posted> {
  // The path and the query of an address may be secret.
  const attributes = { 'http.request.method': 'POST', 'server.address': new URL(call.url).hostname }
  const postOne = async (span: Span) => {
    const posted = await postOnce(call)
    if (posted.status === undefined) markFailed(span, 'no answer')
    else span.setAttribute('http.response.status_code', posted.status)
    return posted
  }
  return inSpan('POST webhook', postOne, { kind: SpanKind.CLIENT, attributes })
}

async function postOnce({ url, body, headers, timeoutMs = TIMEOUT_MS }: Call): Promise<Posted> {
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    const answer = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'user-agent': 'latchkey', ...traceHeaders(), ...headers },
      redirect: 'manual',
      signal,
    })
    return {
      status: answer.status,
      text: await beginningOf(answer).catch(() => ''),
      retryAfterSeconds: secondsIn(answer.headers.get('retry-after')),
    }
  } catch (error) {
    return { status: undefined, problem: problemOf(error, timeoutMs) }
  }
}

async function beginningOf({ body }: Response): Promise<string> {
  if (!body) return ''
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    while (size < LONGEST_ANSWER) {
      const { done, value } = await reader.read()
      if (done) break
      chunks.push(value)
      size += value.length
    }
  } finally {
    // Ends the connection if there is more.
    await reader.cancel().catch(() => undefined)
  }
  return Buffer.concat(chunks).subarray(0, LONGEST_ANSWER).toString('utf8')
}

/** `Retry-After` in seconds or as a date. */
function secondsIn(value: string | null): number | undefined {
  if (value === null) return undefined
  const seconds = /^\d{1,9}$/.test(value.trim())
    ? Number(value)
    : (Date.parse(value) - Date.now()) / 1_000
  return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined
}

function problemOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return 'failed'
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs / 1_000} s`
  const cause = error.cause
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined
  return code ?? (cause instanceof Error ? cause.message : error.message)
}
