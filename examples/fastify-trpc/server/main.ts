import cookie from '@fastify/cookie'
import files from '@fastify/static'
import { retryAfter } from '@latchkey/server'
import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from '@trpc/server/adapters/fastify'
import fastify from 'fastify'
import { createContext } from './context.js'
import { latchkey, origin } from './latchkey.js'
import { type AppRouter, createRouter } from './router.js'

await latchkey.ready()
if (process.env.NODE_ENV !== 'production') {
  await latchkey.addAccount({ email: 'ada@example.com', password: 'three green kettles' })
}

const app = fastify()
await app.register(cookie)
await app.register(fastifyTRPCPlugin, {
  prefix: '/trpc',
  trpcOptions: {
    router: createRouter(latchkey),
    createContext,
    responseMeta: ({ errors }) => ({ headers: retryAfter(errors) }),
  },
} satisfies FastifyTRPCPluginOptions<AppRouter>)
await app.register(files, { root: new URL('../page', import.meta.url).pathname })
// The page shows what the address says.
app.setNotFoundHandler((_, reply) => reply.sendFile('index.html'))
app.addHook('onClose', () => latchkey.close())

await app.listen({ port: Number(process.env.PORT ?? 3000) })
console.log(`Open ${origin}`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => app.close())
