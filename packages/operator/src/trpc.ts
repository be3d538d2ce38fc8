import { initTRPC } from '@trpc/server'
import { refusalOf, refuse, unavailable } from './operator-error.ts'
import { inHeader } from './paths.ts'
import type { OperatorContext } from './ports.ts'

/** Proxies close connections that are silent for a minute. */
const PING_MS = 15_000
/** Then the browser connects anew, and its session is checked from the start. */
const LONGEST_STREAM_MS = 15 * 60_000

const t = initTRPC.context<OperatorContext>().create({
  isDev: false,
  errorFormatter({ shape, error }) {
    const { code, ...details } = refusalOf(error)
    return { ...shape, message: code, data: { ...shape.data, ...details } }
  },
  sse: {
    ping: { enabled: true, intervalMs: PING_MS },
    maxDurationMs: LONGEST_STREAM_MS,
    client: { reconnectAfterInactivityMs: 2 * PING_MS + 5_000 },
  },
})

export const router = t.router

/** For everybody who reaches the port. What fails unexpectedly is answered with 503; the server's `onError` logs it. */
export const openProcedure = t.procedure.use(async ({ next }) => {
  const result = await next()
  if (result.ok || result.error.code !== 'INTERNAL_SERVER_ERROR') return result
  throw refuse(unavailable(result.error.cause), result.error.cause)
})

/** For operators who entered, from a page that does not show somebody else. */
export const operatorProcedure = openProcedure.use(async ({ ctx, next }) => {
  const session = await ctx.entry.current()
  const isShown = ctx.shown === undefined || ctx.shown === (session && inHeader(session.operator))
  if (!session || !isShown) throw refuse({ code: 'NOT_ENTERED' })
  return next({ ctx: { ...ctx, session } })
})
