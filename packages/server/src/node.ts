/** For `node:http`, Express and all that take its listeners. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { addressBehind } from './caller/address-behind.ts'
import { isCallOfLatchkey } from './http/rest-calls.ts'
import type { Latchkey } from './instance/latchkey.ts'

/** How a listener knows who makes a call. Without options: the peer of the socket. */
export type NodeListenerOptions = {
  /**
   * Networks of proxies whose `X-Forwarded-For` is trusted, such as `['10.0.0.0/8']`. Default: none, so that the socket's
   * peer counts.
   */
  trustProxy?: readonly string[]
  /** The IP address of the caller, in the place of that. In Express with `trust proxy`: `(request) => request.ip`. */
  remoteAddress?: (request: never) => string | undefined
}

/** With what Express adds. */
type AnyRequest = IncomingMessage & { originalUrl?: string; body?: unknown }
type Next = (error?: unknown) => void

/**
 * A listener. Where it is mounted as middleware, calls that are not Latchkey's go on to the next one. It takes a body that
 * was parsed before.
 */
export function nodeListener(
  latchkey: Latchkey,
  options: NodeListenerOptions = {},
): (request: IncomingMessage, response: ServerResponse, next?: Next) => void {
  const addressOf = options.remoteAddress as
    | ((request: AnyRequest) => string | undefined)
    | undefined
  const behind = addressBehind(options.trustProxy ?? [])
  return (request: AnyRequest, response, next) => {
    const url = urlOf(request)
    if (next && !(url && isCallOfLatchkey(url.pathname))) return next()
    const remoteAddress = () => (addressOf ? addressOf(request) : behind(request))
    const call = toRequest(request, url ?? new URL('http://localhost/'))
    latchkey
      .handler(call, { remoteAddress })
      .then((answer) => send(answer, response))
      .catch((error: unknown) => {
        if (next) next(error)
        else response.destroy()
      })
  }
}

/** The host is not needed, and every caller can choose it. */
function urlOf({ originalUrl, url = '/' }: AnyRequest): URL | null {
  return URL.parse(`http://localhost${originalUrl ?? url}`)
}

function toRequest(request: AnyRequest, url: URL): Request {
  const { method = 'GET', headers: given } = request
  const headers = new Headers()
  for (const [name, value] of Object.entries(given)) {
    for (const one of [value ?? []].flat()) headers.append(name, one)
  }
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers })
  // `undici` computes it anew for a body that was parsed, and a wrong one would be refused.
  headers.delete('content-length')
  const init = { method, headers, body: bodyOf(request), duplex: 'half' }
  const made = new Request(url, init as RequestInit)
  // A body that is gone is reported by the handler.
  if (request.readableDidRead && request.body === undefined) void made.text()
  return made
}

function bodyOf(request: AnyRequest): string | Uint8Array<ArrayBuffer> | globalThis.ReadableStream {
  const { body } = request
  if (!request.readableDidRead) return Readable.toWeb(request) as globalThis.ReadableStream
  if (typeof body === 'string') return body
  if (body instanceof Uint8Array) return new Uint8Array(body)
  return body === undefined ? 'gone' : JSON.stringify(body)
}

async function send(answer: Response, response: ServerResponse): Promise<void> {
  response.writeHead(answer.status, Object.fromEntries(answer.headers))
  if (answer.body === null) return void response.end()
  // A caller that leaves early ends the stream.
  Readable.fromWeb(answer.body as ReadableStream)
    .on('error', () => response.destroy())
    .pipe(response)
}
