import { EnterInput } from '../inputs.ts'
import { refuse } from '../operator-error.ts'
import { openProcedure, operatorProcedure, router } from '../trpc.ts'

/** Procedures under `session`. */
export const sessionRouter = router({
  /** Whose page this is, for everybody who reaches it. */
  facts: openProcedure.query(({ ctx }) => ctx.facts),

  /** Who entered. Refused with NOT_ENTERED if nobody has. */
  current: operatorProcedure.query(({ ctx }) => ctx.session),

  /** Exchanges the token of a one-time link for a cookie. Refused with LINK_NOT_GOOD or RATE_LIMITED. */
  enter: openProcedure.input(EnterInput).mutation(async ({ ctx, input }) => {
    const entered = await ctx.entry.enter(input.token)
    switch (entered.status) {
      case 'entered':
        return entered.session
      case 'refused':
        throw refuse({ code: 'LINK_NOT_GOOD', link: entered.link })
      case 'limited':
        throw refuse({ code: 'RATE_LIMITED', retryAfterSeconds: entered.retryAfterSeconds })
    }
  }),

  /** Ends the session. Idempotent. */
  leave: openProcedure.mutation(async ({ ctx }) => {
    await ctx.entry.leave()
    return { status: 'left' as const }
  }),
})
