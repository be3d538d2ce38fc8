import { orRefuse } from '../public-error.ts'
import {
  NotMeInput,
  NotMeOutput,
  RequestInput,
  RequestOutput,
  ResendInput,
  ResetInput,
  ResetOutput,
  VerifyCodeInput,
  VerifyCodeOutput,
  VerifyNotMeOutput,
  VerifyTokenInput,
  VerifyTokenOutput,
} from '../schemas.ts'
import { publicProcedure, router } from '../trpc.ts'

export const recoveryRouter = router({
  /** Ask to recover an account. The same answer, in the same time, for every address. */
  request: publicProcedure
    .input(RequestInput)
    .output(RequestOutput)
    .mutation(async ({ ctx, input }) =>
      requested(orRefuse(await ctx.recovery.request(input.email, ctx.client))),
    ),

  /** Ask for the mail again: a fresh link and code for the same request. */
  resend: publicProcedure
    .input(ResendInput)
    .output(RequestOutput)
    .mutation(async ({ ctx, input }) =>
      requested(orRefuse(await ctx.recovery.resend(input.requestId, ctx.client))),
    ),

  /** Exchange the mailed code for a ticket. */
  verifyCode: publicProcedure
    .input(VerifyCodeInput)
    .output(VerifyCodeOutput)
    .mutation(async ({ ctx, input }) => {
      const verified = orRefuse(await ctx.recovery.verifyCode(input, ctx.client))
      return { ...verified, expiresAt: verified.expiresAt.toISOString() }
    }),

  /** Look whether a link or ticket is good. A mutation only because a query would put it in a URL; spends nothing. */
  verifyToken: publicProcedure
    .input(VerifyTokenInput)
    .output(VerifyTokenOutput)
    .mutation(async ({ ctx, input }) => {
      const verified = orRefuse(await ctx.recovery.verifyToken(input, ctx.client))
      return { ...verified, expiresAt: verified.expiresAt.toISOString() }
    }),

  /** Choose a new password with a link or a ticket. */
  reset: publicProcedure
    .input(ResetInput)
    .output(ResetOutput)
    .mutation(async ({ ctx, input }) => orRefuse(await ctx.recovery.reset(input, ctx.client))),

  /** Look whether the link of a "password changed" notice is good. Spends nothing. */
  verifyNotMe: publicProcedure
    .input(NotMeInput)
    .output(VerifyNotMeOutput)
    .mutation(async ({ ctx, input }) => {
      const verified = orRefuse(await ctx.recovery.verifyNotMe(input, ctx.client))
      return { ...verified, expiresAt: verified.expiresAt.toISOString() }
    }),

  /** "This wasn't me": end every session, void password and secrets, and mail the owner a way back in. */
  notMe: publicProcedure
    .input(NotMeInput)
    .output(NotMeOutput)
    .mutation(async ({ ctx, input }) => {
      const secured = orRefuse(await ctx.recovery.notMe(input, ctx.client))
      return { ...secured, codeExpiresAt: secured.codeExpiresAt.toISOString() }
    }),
})

function requested(answer: { requestId: string; resendAfterSeconds: number; codeExpiresAt: Date }) {
  return { ...answer, codeExpiresAt: answer.codeExpiresAt.toISOString() }
}
