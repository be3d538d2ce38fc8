import type { FastifyInstance } from 'fastify'

/** What the process lacks to do its work: `database`, `migrations`, `accounts`, `worker`. Empty: it is ready. */
export type Readiness = () => Promise<readonly string[]>

/** Whether emails leave. A process that serves pages is ready even if they do not, because requests are queued. */
export type MailHealth = () => Promise<'ok' | 'degraded'>

/** Whether another process signs with another server secret. Links work then, and codes do not. */
export type SecretHealth = () => boolean

/** `/health/live` checks nothing; `/health/ready` checks the database and the worker. Both are read-only. */
export async function healthRoutes(
  app: FastifyInstance,
  parts: { ready: Readiness; mail: MailHealth; secretDiffers: SecretHealth },
): Promise<void> {
  app.get('/health/live', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
    return { status: 'live' }
  })
  app.get('/health/ready', async (_request, reply) => {
    const missing = await parts.ready()
    reply.header('cache-control', 'no-store')
    if (missing.length === 0) {
      const secret = parts.secretDiffers() ? { secret: 'differs' } : {}
      return { status: 'ready', mail: await parts.mail(), ...secret }
    }
    return reply.status(503).header('retry-after', '5').send({ status: 'not-ready', missing })
  })
}
