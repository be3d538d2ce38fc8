import { type Caller, withRefusals } from '@latchkey/server'
import { initTRPC, TRPCError } from '@trpc/server'
import * as z from 'zod'
import { latchkey } from './latchkey'
import { signIn } from './sessions'

export type Context = { caller: Caller }

const t = initTRPC.context<Context>().create({ errorFormatter: withRefusals() })

export const appRouter = t.router({
  recovery: latchkey.router((ctx: Context) => ctx.caller),

  signIn: t.procedure
    .input(z.object({ email: z.string(), password: z.string() }))
    .mutation(async ({ input }) => {
      const email = await signIn(input.email, input.password)
      if (email === undefined) throw new TRPCError({ code: 'UNAUTHORIZED' })
      return { email }
    }),
})

export type AppRouter = typeof appRouter
