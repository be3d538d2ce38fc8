import { initTRPC } from '@trpc/server'
import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from '@trpc/server/adapters/fastify'
import { fastify } from 'fastify'
import * as z from 'zod'

/* The cost of the framework alone: an empty tRPC mutation with zod input and an empty JSON POST, both on Fastify. */

const t = initTRPC.create()
const router = t.router({
  request: t.procedure.input(z.strictObject({ email: z.email() })).mutation(() => ({ ok: true })),
  verify: t.procedure.input(z.strictObject({ token: z.string() })).mutation(() => ({ ok: true })),
})
const app = fastify()
app.get('/health', async () => ({ ok: true }))
app.post('/empty', async () => ({ ok: true }))
await app.register(fastifyTRPCPlugin, {
  prefix: '/trpc',
  trpcOptions: { router } satisfies FastifyTRPCPluginOptions<typeof router>['trpcOptions'],
})
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
