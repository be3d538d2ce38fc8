import { isJson } from '@latchkey/server/parts/web'
import type { FastifyInstance } from 'fastify'
import { sendRefusal } from './errors.ts'

/** Refuses what is no call of a procedure, and leaves the body of a call to tRPC. */
export function expectProcedureCalls(app: FastifyInstance, methods: readonly string[]): void {
  // Content types that a form of another site can send are refused before the body is read (CSRF).
  app.addHook('onRequest', async (request, reply) => {
    if (!methods.includes(request.method)) {
      reply.header('allow', methods.join(', '))
      return sendRefusal(reply, { code: 'INVALID_INPUT' }, 405)
    }
    if (request.method === 'POST' && !isJson(request.headers['content-type'])) {
      return sendRefusal(reply, { code: 'INVALID_INPUT' }, 415)
    }
  })
  // As in tRPC's own plugin: tRPC parses the body.
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  )
}
