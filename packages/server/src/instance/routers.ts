import { type EmbeddedContext, makeApiRouter, makeRecoveryRouter } from '@latchkey/api/server'

/* Named, so that a compiler that writes declarations of a host's router has names for them. */

/** The procedures of a recovery, for one name in any tRPC 11 router. */
export interface RecoveryRouter extends ReturnType<typeof makeRecoveryRouter> {}

/** The whole router of {@link Latchkey.handler}: `recovery.*` and `settings.public`. For `createTRPCClient`. */
export interface LatchkeyRouter extends ReturnType<typeof makeApiRouter> {}

export function recoveryRouter(contextOf: (outer: unknown) => EmbeddedContext): RecoveryRouter {
  return makeRecoveryRouter(contextOf)
}

export function latchkeyRouter(contextOf: (outer: unknown) => EmbeddedContext): LatchkeyRouter {
  return makeApiRouter(contextOf)
}
