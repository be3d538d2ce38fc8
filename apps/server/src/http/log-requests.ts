import type { FastifyInstance } from 'fastify'

/** One line a request. The route's pattern, never its URL: a URL may hold a token. */
export function logRequests(app: FastifyInstance): void {
  // What went wrong can be quoted: the log has the same id. Answers that went well all look alike.
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
