import type { FastifyInstance } from 'fastify'

/** What is missing for work to be done; empty when nothing is. */
export type Readiness = () => Promise<readonly string[]>

/** `/health/live` asks nobody; `/health/ready` asks the database and the worker. Neither sends or writes anything. */
export async function healthRoutes(
  app: FastifyInstance,
  { ready }: { ready: Readiness },
): Promise<void> {
  app.get('/health/live', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
    return { status: 'live' }
  })
  app.get('/health/ready', async (_request, reply) => {
    const missing = await ready()
    reply.header('cache-control', 'no-store')
    if (missing.length === 0) return { status: 'ready' }
    return reply.status(503).header('retry-after', '5').send({ status: 'not-ready', missing })
  })
}
