import type { FastifyInstance } from 'fastify'

/** Logs one line per request, with the pattern of the route and not the URL: a URL may contain a token. */
export function logRequests(app: FastifyInstance): void {
  // Error responses carry the id that is in the log, so that users can quote it. Successful ones carry none, so that
  // they are byte-identical.
  app.addHook('onSend', async (request, reply) => {
    if (reply.statusCode >= 400) reply.header('x-request-id', request.id)
  })
  app.addHook('onResponse', async (request, reply) => {
    request.log.info({
      event: 'http.answered',
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      procedure: procedureOf(request.params),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    })
  })
}

const procedureName = /^[a-zA-Z]+\.[a-zA-Z]+$/

function procedureOf(params: unknown): string | undefined {
  const path = (params as { path?: unknown } | undefined)?.path
  return typeof path === 'string' && procedureName.test(path) ? path : undefined
}
