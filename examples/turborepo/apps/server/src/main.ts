import { createServer } from 'node:http'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type AppRouter, createRouter } from '@example/router'
import { retryAfter } from '@latchkey/server'
import { createHTTPHandler } from '@trpc/server/adapters/standalone'
import sirv from 'sirv'
import { latchkey, origin } from './latchkey.js'

await latchkey.ready()
if (process.env.NODE_ENV !== 'production') {
  await latchkey.addAccount({ email: 'ada@example.com', password: 'three green kettles' })
}

const trpc = createHTTPHandler<AppRouter>({
  router: createRouter(latchkey),
  basePath: '/trpc/',
  createContext: ({ req, res }) => ({
    caller: { remoteAddress: req.socket.remoteAddress, headers: req.headers },
    keepSession(token) {
      const secure = process.env.NODE_ENV === 'production' ? '; Secure' : ''
      res.setHeader('Set-Cookie', `session=${token}; HttpOnly; SameSite=Lax; Path=/${secure}`)
    },
  }),
  responseMeta: ({ errors }) => ({ headers: retryAfter(errors) }),
})

const web = dirname(fileURLToPath(import.meta.resolve('@example/web/package.json')))
const files = sirv(join(web, 'dist'), { single: true })

const server = createServer((request, response) =>
  request.url?.startsWith('/trpc/') ? trpc(request, response) : files(request, response),
)
server.listen(Number(process.env.PORT ?? 3000), () => console.log(`Open ${origin}`))
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => server.close(() => latchkey.close()))
}
