import { fileURLToPath } from 'node:url'
import { nodeListener } from '@latchkey/server/node'
import express from 'express'
import { latchkey, origin } from './latchkey.js'
import { sessions } from './sessions.js'

await latchkey.ready()
if (process.env.NODE_ENV !== 'production') {
  await latchkey.addAccount({ email: 'ada@example.com', password: 'three green kettles' })
}

const app = express()
// How many proxies of yours are in front decides what `request.ip` is.
app.set('trust proxy', Number(process.env.PROXIES ?? 0))
app.use(express.json())
app.use(
  '/recovery',
  nodeListener(latchkey, { remoteAddress: (request: express.Request) => request.ip }),
)
app.use('/session', sessions)
app.use(express.static(fileURLToPath(new URL('../public', import.meta.url))))

const server = app.listen(Number(process.env.PORT ?? 3000), () => console.log(`Open ${origin}`))
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => server.close(() => latchkey.close()))
}
