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

/** The procedures of a recovery, made from one that knows its context. */
export function recoveryProcedures(procedure: typeof publicProcedure) {
  return {
    /** Requests the recovery of an account. Same answer and same time for every address. */
    request: procedure
      .input(RequestInput)
      .output(RequestOutput)
      .mutation(async ({ ctx, input }) =>
        requested(orRefuse(await ctx.recovery.request(input.email, ctx.client))),
      ),

    /** Sends the email again, with a new link and code for the same request. */
    resend: procedure
      .input(ResendInput)
      .output(RequestOutput)
      .mutation(async ({ ctx, input }) =>
        requested(orRefuse(await ctx.recovery.resend(input.requestId, ctx.client))),
      ),

    /** Exchanges the emailed code for a ticket. */
    verifyCode: procedure
      .input(VerifyCodeInput)
      .output(VerifyCodeOutput)
      .mutation(async ({ ctx, input }) => {
        const verified = orRefuse(await ctx.recovery.verifyCode(input, ctx.client))
        return { ...verified, expiresAt: verified.expiresAt.toISOString() }
      }),

    /** Whether a link or ticket is valid. Spends nothing; a mutation, because a query would put it into the URL. */
    verifyToken: procedure
      .input(VerifyTokenInput)
      .output(VerifyTokenOutput)
      .mutation(async ({ ctx, input }) => {
        const verified = orRefuse(await ctx.recovery.verifyToken(input, ctx.client))
        return { ...verified, expiresAt: verified.expiresAt.toISOString() }
      }),

    /** Chooses a new password with a link or a ticket. */
    reset: procedure
      .input(ResetInput)
      .output(ResetOutput)
      .mutation(async ({ ctx, input }) => orRefuse(await ctx.recovery.reset(input, ctx.client))),

    /** Whether the not-me link of a notice is valid. Spends nothing. */
    verifyNotMe: procedure
      .input(NotMeInput)
      .output(VerifyNotMeOutput)
      .mutation(async ({ ctx, input }) => {
        const verified = orRefuse(await ctx.recovery.verifyNotMe(input, ctx.client))
        return { ...verified, expiresAt: verified.expiresAt.toISOString() }
      }),

    /** Reports "this wasn't me": ends every session, voids password and secrets, and emails the owner a way back in. */
    notMe: procedure
      .input(NotMeInput)
      .output(NotMeOutput)
      .mutation(async ({ ctx, input }) => {
        const secured = orRefuse(await ctx.recovery.notMe(input, ctx.client))
        return { ...secured, codeExpiresAt: secured.codeExpiresAt.toISOString() }
      }),
  }
}

/** Procedures under `recovery`. */
export const recoveryRouter = router(recoveryProcedures(publicProcedure))

function requested(answer: { requestId: string; resendAfterSeconds: number; codeExpiresAt: Date }) {
  return { ...answer, codeExpiresAt: answer.codeExpiresAt.toISOString() }
}
