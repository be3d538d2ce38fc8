import { type Latchkey, withRefusals } from '@latchkey/server'
import { initTRPC, TRPCError } from '@trpc/server'
import * as z from 'zod'
import type { Context } from './context.js'

const t = initTRPC.context<Context>().create({ errorFormatter: withRefusals() })

/** The router of the whole application. The recovery is one name in it. */
export function createRouter(latchkey: Latchkey) {
  return t.router({
    recovery: latchkey.router((ctx: Context) => ctx.caller),

    me: t.procedure.query(async ({ ctx }) => {
      const session = await latchkey.sessions.current(ctx.sessionToken)
      return session ? { email: session.login } : null
    }),

    signIn: t.procedure
      .input(z.object({ email: z.string(), password: z.string() }))
      .mutation(async ({ ctx, input }) => {
        const answer = await latchkey.sessions.signIn(input, ctx.caller)
        if (answer.status === 'refused') {
          throw new TRPCError({ code: 'UNAUTHORIZED', message: answer.code })
        }
        ctx.keepSession(answer.token)
        return { email: answer.login }
      }),
  })
}

export type AppRouter = ReturnType<typeof createRouter>
