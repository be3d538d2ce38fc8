import { type Caller, type Latchkey, withRefusals } from '@latchkey/server'
import { initTRPC, TRPCError } from '@trpc/server'
import * as z from 'zod'

export type Context = { caller: Caller; keepSession(token: string): void }

const t = initTRPC.context<Context>().create({ errorFormatter: withRefusals() })

/** The router of all applications. Its declarations are built, so that they are checked again when it changes. */
export function createRouter(latchkey: Latchkey) {
  return t.router({
    recovery: latchkey.router((ctx: Context) => ctx.caller),

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
