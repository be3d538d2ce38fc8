import { randomUUID } from 'node:crypto'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { type AccountPort, PortFailure } from '@latchkey/db'
import { SpanKind } from '@opentelemetry/api'
import { Webhook } from 'standardwebhooks'
import { createSlots } from '../adapters/slots.ts'
import { inSpan, traceHeaders } from '../tracing/in-span.ts'
import { type Answer, type CallName, calls, type Given, LONGEST_ANSWER } from './wire.ts'

/** For the whole call. */
const TIMEOUT_MS = 5_000
/** At the same time, for each process. An application that hangs holds no more of ours than these. */
const SLOTS = { count: 32, queue: 64, maxWaitMs: 2_000 }

export type PortOptions = {
  /** The name of the call is appended, with a slash. */
  url: string
  /** `whsec_…`. Calls are signed with each, so that an application can change its secret. */
  secrets: readonly string[]
  /** Only a test of the application's own check passes another time. */
  now?: () => Date
  timeoutMs?: number
}

/** Calls an application that keeps its accounts itself. Signed as Standard Webhooks says; redirects are not followed. */
export function createAccountPort(options: PortOptions): AccountPort {
  const slots = createSlots({
    ...SLOTS,
    refuse: () => new PortFailure('busy', `Too many calls to ${options.url} wait`),
  })
  const call = <Name extends CallName>(name: Name, given: Given<Name>, id?: string) =>
    slots(() =>
      inSpan(
        `application ${name}`,
        () => callOnce(options, { name, given, id: id ?? randomUUID() }),
        { kind: SpanKind.CLIENT },
      ),
    )
  return {
    place: options.url,
    async lookup(addresses) {
      return (await call('lookup', { addresses: [...addresses] })).body.accounts
    },
    async look(id) {
      const answer = await call('look', { id })
      if (answer.status === 404) return undefined
      if (answer.body.id === id) return answer.body
      throw new PortFailure('unreadable', `${options.url}/look answered with another account`)
    },
    async change(change) {
      const answer = await call('change', { ...change, endSessions: true }, change.changeId)
      return answer.body.status
    },
    async settled(changeId) {
      return (await call('settled', { changeId })).body.status
    },
  }
}

async function callOnce<Name extends CallName>(
  { url, secrets, now = () => new Date(), timeoutMs = TIMEOUT_MS }: PortOptions,
  { name, given, id }: { name: Name; given: Given<Name>; id: string },
): Promise<Answer<Name>> {
  const at = now()
  const body = JSON.stringify(given)
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'user-agent': 'latchkey',
    ...traceHeaders(),
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  }
  const target = `${url}/${name}`
  const { status, text } = await post(target, { body, headers, timeoutMs })
  return answerFrom(name, { target, status, text })
}

type Call = { body: string; headers: Record<string, string | number>; timeoutMs: number }

function post(target: string, call: Call): Promise<{ status: number; text: string }> {
  const request = target.startsWith('https:') ? httpsRequest : httpRequest
  const { body, headers, timeoutMs } = call
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs)
    let isConnected = false
    const fail = (error: Error) => reject(failureFrom(error, { target, isConnected, timeoutMs }))
    // A connection of its own: one that was kept may be closed by the other side while a change is sent on it.
    const sent = request(target, { method: 'POST', headers, agent: false, signal }, (answer) => {
      textOf(answer).then((text) => resolve({ status: answer.statusCode ?? 0, text }), fail)
    })
    const onConnected = () => {
      isConnected = true
    }
    sent.on('socket', (socket) => {
      socket.once(target.startsWith('https:') ? 'secureConnect' : 'connect', onConnected)
    })
    sent.on('error', fail)
    sent.end(body)
  })
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer) {
    size += (chunk as Buffer).length
    if (size > LONGEST_ANSWER) throw new TooLong()
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}

class TooLong extends Error {}

function failureFrom(
  error: Error,
  { target, isConnected, timeoutMs }: { target: string; isConnected: boolean; timeoutMs: number },
): PortFailure {
  if (error instanceof TooLong) {
    return new PortFailure(
      'unreadable',
      `${target} answered with more than ${LONGEST_ANSWER} bytes`,
    )
  }
  const code = 'code' in error ? String(error.code) : error.name
  if (!isConnected) {
    // What is not connected was not sent.
    return new PortFailure('unreachable', `${target} cannot be reached (${code})`, { cause: error })
  }
  return error.name === 'AbortError' || error.name === 'TimeoutError'
    ? new PortFailure('slow', `${target} did not answer within ${timeoutMs / 1_000} s`)
    : new PortFailure('failed', `${target} ended the connection (${code})`, { cause: error })
}

function answerFrom<Name extends CallName>(
  name: Name,
  { target, status, text }: { target: string; status: number; text: string },
): Answer<Name> {
  const body = jsonIn(text)
  const schema = Object.entries(calls[name].answers).find(([agreed]) => agreed === String(status))
  const parsed = schema?.[1].safeParse(body)
  if (parsed?.success) return { status, body: parsed.data } as Answer<Name>
  if (status === 401 || status === 403) {
    throw new PortFailure('refused', `${target} refused the signature (${status})`)
  }
  if (status === 404 || status === 405) {
    throw new PortFailure('misplaced', `${target} is not there (${status})`)
  }
  if (status >= 300 && status < 400) {
    throw new PortFailure(
      'misplaced',
      `${target} leads elsewhere (${status}), which is not followed`,
    )
  }
  if (status >= 400) throw new PortFailure('failed', `${target} answered ${status}`)
  const problem = parsed?.error.issues[0]
  const detail =
    body === undefined || !problem
      ? `no JSON that was agreed on (${status})`
      : `${problem.path.join('.') || 'an answer'}: ${problem.message}`
  throw new PortFailure('unreadable', `${target} answered with ${detail}`)
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
