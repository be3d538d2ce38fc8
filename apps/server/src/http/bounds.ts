import { type Server, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyHttpOptions, FastifyInstance } from 'fastify'

const KIB = 1024
const URL_BYTES = 2 * KIB
const HEADERS = 100
const LONGEST_ANSWER_MS = 60_000

/** What one client may take of the server. The numbers are `docs/operating.md`'s. */
export const bounds = {
  bodyLimit: 16 * KIB,
  requestTimeout: 15_000,
  keepAliveTimeout: 5_000,
  maxRequestsPerSocket: 1_000,
  // A token that is too long is a token nobody knows, not a path nobody serves.
  routerOptions: { maxParamLength: URL_BYTES },
  http: { maxHeaderSize: 16 * KIB, headersTimeout: 10_000, connectionsCheckingInterval: 5_000 },
  clientErrorHandler: refuseBadBytes,
} satisfies FastifyHttpOptions<Server>

const CONNECTIONS = 1_000

class AddressTooLong extends Error {
  readonly statusCode = 400
}

/** Bounds that the framework has no option for. */
export function boundCalls(app: FastifyInstance, longestAnswerMs = LONGEST_ANSWER_MS): void {
  app.server.maxConnections = CONNECTIONS
  app.server.maxHeadersCount = HEADERS
  app.addHook('onRequest', async ({ raw }, reply) => {
    // A client that does not read its answer holds memory for it, and no other timeout ends that.
    const cutOff = setTimeout(() => raw.socket.destroy(), longestAnswerMs)
    reply.raw.once('close', () => clearTimeout(cutOff))
    if ((raw.url?.length ?? 0) > URL_BYTES) throw new AddressTooLong()
  })
}

/** For bytes that are no request, or come too slowly: no hook of ours has seen them. */
function refuseBadBytes(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const status =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? 408
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? 431
        : 400
  if (socket.writable) {
    socket.write(
      [
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
        'Connection: close',
        'Content-Length: 0',
        'Cache-Control: no-store',
        'X-Content-Type-Options: nosniff',
        '\r\n',
      ].join('\r\n'),
    )
  }
  socket.destroy(error)
}
