import { EmailInput, EmailsInput, RetryEmailInput } from '../inputs.ts'
import { refuse } from '../operator-error.ts'
import { operatorProcedure, router } from '../trpc.ts'

/** Procedures under `emails`. */
export const emailsRouter = router({
  /** Newest first. */
  list: operatorProcedure
    .input(EmailsInput)
    .query(({ ctx, input: { state, failure, before, limit } }) =>
      ctx.reads.emails({ state, failure, before, limit }),
    ),

  show: operatorProcedure.input(EmailInput).query(async ({ ctx, input }) => {
    const email = await ctx.reads.email(input.emailId)
    if (!email) throw refuse({ code: 'NOT_FOUND' })
    return email
  }),

  /** Retries a delayed email now, or puts one that was given up back into the queue. */
  retry: operatorProcedure
    .input(RetryEmailInput)
    .mutation(({ ctx, input: { emailId, reason } }) =>
      ctx.acts.retryEmail(emailId, { operator: ctx.session.operator, reason }),
    ),
})
