import { type Server, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyHttpOptions, FastifyInstance } from 'fastify'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The address of a page, with whatever a link adds to it. */
    isPage?: boolean
    /** An answer that goes on for minutes. */
    isStream?: boolean
  }
}

const KIB = 1024
const URL_BYTES = 2 * KIB
const MAX_HEADERS = 100
const LONGEST_ANSWER_MS = 60_000

/** What one client may take of the server. `docs/operating.md` lists these numbers. */
export function boundsFor({ keepAliveSeconds }: { keepAliveSeconds: number }) {
  return {
    bodyLimit: 16 * KIB,
    requestTimeout: 15_000,
    keepAliveTimeout: keepAliveSeconds * 1_000,
    maxRequestsPerSocket: 1_000,
    // A token that is too long gets the answer of an unknown token, not that of an unknown path.
    routerOptions: { maxParamLength: URL_BYTES },
    http: { maxHeaderSize: 16 * KIB, headersTimeout: 10_000, connectionsCheckingInterval: 5_000 },
    clientErrorHandler: refuseBadBytes,
  } satisfies FastifyHttpOptions<Server>
}

const MAX_CONNECTIONS = 1_000
/** Beyond this many connections, none is kept idle: one client could hold all of them. */
const MAX_WITH_IDLE = MAX_CONNECTIONS / 2

class AddressTooLong extends Error {
  readonly statusCode = 400
}

/**
 * Limits that the framework has no option for.
 *
 * @param draining whether the process is about to end: clients are then told to connect elsewhere.
 */
export function boundCalls(
  app: FastifyInstance,
  {
    draining,
    longestAnswerMs = LONGEST_ANSWER_MS,
    longestStreamMs = LONGEST_ANSWER_MS,
  }: { draining(): boolean; longestAnswerMs?: number; longestStreamMs?: number },
): void {
  app.server.maxConnections = MAX_CONNECTIONS
  app.server.maxHeadersCount = MAX_HEADERS
  let connections = 0
  app.server.on('connection', (socket) => {
    connections++
    socket.once('close', () => connections--)
  })
  app.addHook('onRequest', async ({ raw, routeOptions }, reply) => {
    if (draining() || connections > MAX_WITH_IDLE) reply.header('connection', 'close')
    // A client that does not read its answer keeps it in our memory, and no other timeout ends that.
    const longestMs = routeOptions.config.isStream ? longestStreamMs : longestAnswerMs
    const cutOff = setTimeout(() => raw.socket.destroy(), longestMs)
    reply.raw.once('close', () => clearTimeout(cutOff))
    const url = raw.url ?? ''
    // A page is shown whatever a link adds to its address; the size of the headers bounds it.
    const checked = routeOptions.config.isPage === true ? url.split('?', 1).join() : url
    if (checked.length > URL_BYTES) throw new AddressTooLong()
  })
}

const answered = new WeakSet<Socket>()
/** Bytes of a refused request that are read and discarded, so that its client reads the answer. */
export const DISCARDED_BYTES = 4 * 1024 * KIB
const DISCARDED_FOR_MS = 2_000

/**
 * For malformed or timed-out requests. They fail before any Fastify hook runs.
 *
 * A connection that is closed while the client is still writing is reset, and the answer is lost with it. So the answer
 * is sent, and what still arrives is discarded until the client closes too, within bounds. Each piece of it fails in
 * the parser again and comes here again.
 */
function refuseBadBytes(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  if (answered.has(socket)) {
    if (socket.bytesRead > DISCARDED_BYTES) socket.destroy()
    return
  }
  if (!socket.writable) return void socket.destroy(error)
  answered.add(socket)
  const status = statusOf(error.code)
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Connection: close',
      'Content-Length: 0',
      'Cache-Control: no-store',
      'X-Content-Type-Options: nosniff',
      '\r\n',
    ].join('\r\n'),
  )
  const cutOff = setTimeout(() => socket.destroy(), DISCARDED_FOR_MS)
  socket.once('close', () => clearTimeout(cutOff))
}

function statusOf(errorCode: string | undefined): number {
  if (errorCode === 'ERR_HTTP_REQUEST_TIMEOUT') return 408
  return errorCode === 'HPE_HEADER_OVERFLOW' ? 431 : 400
}
