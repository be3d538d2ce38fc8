import type { FastifyInstance } from 'fastify'

/** What is missing for work to be done; empty when nothing is. */
export type Readiness = () => Promise<readonly string[]>

/** Whether mail leaves; a process that serves pages is ready all the same, because what is asked for is kept. */
export type MailHealth = () => Promise<'ok' | 'degraded'>

/** `/health/live` asks nobody; `/health/ready` asks the database and the worker. Neither sends or writes anything. */
export async function healthRoutes(
  app: FastifyInstance,
  { ready, mail }: { ready: Readiness; mail: MailHealth },
): Promise<void> {
  app.get('/health/live', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
    return { status: 'live' }
  })
  app.get('/health/ready', async (_request, reply) => {
    const missing = await ready()
    reply.header('cache-control', 'no-store')
    if (missing.length === 0) return { status: 'ready', mail: await mail() }
    return reply.status(503).header('retry-after', '5').send({ status: 'not-ready', missing })
  })
}
