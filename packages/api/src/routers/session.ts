import type { Session } from '@latchkey/core'
import { orRefuse } from '../public-error.ts'
import { SessionOutput, SignInInput, SignOutOutput } from '../schemas.ts'
import { publicProcedure, router } from '../trpc.ts'

/** Procedures under `session`. */
export const sessionRouter = router({
  /** Opens a session. Same answer and same work for unknown addresses and wrong passwords. */
  signIn: publicProcedure
    .input(SignInInput)
    .output(SessionOutput)
    .mutation(async ({ ctx, input }) => {
      const signIn = { address: input.email, password: input.password }
      return shown(orRefuse(await ctx.sessions.signIn(signIn, ctx.client)).session)
    }),

  /** Ends the session. Idempotent. */
  signOut: publicProcedure.output(SignOutOutput).mutation(async ({ ctx }) => {
    await ctx.sessions.signOut()
    return { status: 'signed-out' as const }
  }),

  /** The open session. Refused with SIGN_IN_FAILED if there is none. */
  current: publicProcedure
    .output(SessionOutput)
    .query(async ({ ctx }) => shown(orRefuse(await ctx.sessions.current()).session)),
})

function shown(session: Session) {
  return {
    login: session.login,
    signedInAt: session.signedInAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
  }
}
