import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { csrf } from 'hono/csrf'
import { secureHeaders } from 'hono/secure-headers'
import { callerOf } from './caller.js'
import { latchkey, origin } from './latchkey.js'
import { recovery } from './recovery.js'
import { sessions } from './sessions.js'

await latchkey.ready()
if (process.env.NODE_ENV !== 'production') {
  await latchkey.addAccount({ email: 'ada@example.com', password: 'three green kettles' })
}

const app = new Hono()
// They also keep the token of a link out of the `Referer` header.
app.use(secureHeaders(), csrf())
app.route('/', sessions)
app.route('/', recovery)
// The same over REST and tRPC, for an app on a phone.
app.all('/api/recovery/*', (c) => latchkey.handler(c.req.raw, callerOf(c)))

const server = serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000) })
console.log(`Open ${origin}`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => server.close(() => latchkey.close()))
}
