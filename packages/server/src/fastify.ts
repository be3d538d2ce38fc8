/** For Fastify 5. */
import { restRefusal } from '@latchkey/api/server'
import type { FastifyPluginAsync } from 'fastify'
import type { Latchkey } from './instance/latchkey.ts'

/** With `prefix`, which Fastify itself reads. */
export type FastifyLatchkeyOptions = { latchkey: Latchkey }

const LONGEST_BODY = 16 * 1024

/**
 * A plugin: `app.register(fastifyLatchkey, { latchkey, prefix: '/recovery' })`. The caller's address is `request.ip`, so
 * Fastify's own `trustProxy` decides which proxies are believed.
 */
export const fastifyLatchkey: FastifyPluginAsync<FastifyLatchkeyOptions> = async (
  app,
  { latchkey },
) => {
  // Latchkey parses bodies itself. This is a scope of its own: the application's parsers stay.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: LONGEST_BODY }, (_, body, done) =>
    done(null, body),
  )
  app.setErrorHandler<{ statusCode?: number } & Error>((error, request, reply) => {
    const isOurs = (error.statusCode ?? 500) >= 500
    if (isOurs) request.log.error({ err: error })
    const code = isOurs ? 'UNAVAILABLE' : 'INVALID_INPUT'
    return reply.status(isOurs ? 503 : 400).send(restRefusal({ code }))
  })
  app.route({
    method: ['GET', 'POST'],
    url: '/*',
    async handler(request, reply) {
      const headers = new Headers()
      for (const [name, value] of Object.entries(request.headers)) {
        if (name !== 'content-length' && value !== undefined) headers.set(name, String(value))
      }
      const asked = new Request(new URL(request.url, 'http://localhost'), {
        method: request.method,
        headers,
        ...(request.method === 'POST' && { body: String(request.body ?? '') }),
      })
      return reply.send(await latchkey.handler(asked, { remoteAddress: request.ip || 'unknown' }))
    },
  })
}
