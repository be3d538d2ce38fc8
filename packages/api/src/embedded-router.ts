import type {
  TRPCDefaultErrorShape,
  TRPCError,
  TRPCErrorFormatter,
  TRPCErrorShape,
} from '@trpc/server'
import type { Context } from './context.ts'
import { PublicError } from './public-error.ts'
import type { RefusalDetails } from './public-refusal.ts'
import { recoveryProcedures } from './routers/recovery.ts'
import { PublicSettings } from './schemas.ts'
import { publicProcedure, router } from './trpc.ts'

/*
 * The procedures for a router of somebody else. tRPC checks no nested router's context, and uses the outer router's error
 * formatter: so nothing here needs anything of the outer context, and codes are messages already.
 */

/** What the procedures of an embedded router work with. */
export type EmbeddedContext = Pick<Context, 'recovery' | 'client' | 'settings'>

/** Called with the context of the outer router, once for each procedure. */
export type ContextOf = (outer: unknown) => EmbeddedContext

function procedureWith(contextOf: ContextOf) {
  const procedure = publicProcedure.use(({ ctx, next }) => next({ ctx: contextOf(ctx) }))
  // What was replaced in the context has the types that it had.
  return procedure as unknown as typeof publicProcedure
}

/** For one name in the router of an application. Without sessions: an application has its own. */
export function makeRecoveryRouter(contextOf: ContextOf) {
  const procedure = procedureWith(contextOf)
  return router({
    ...recoveryProcedures(procedure),

    /** What a front end needs to know: the rules for passwords, the languages, who helps. */
    settings: procedure.output(PublicSettings).query(({ ctx }) => ctx.settings),
  })
}

/** A whole router, for clients that call `recovery.request` and so on. */
export function makeApiRouter(contextOf: ContextOf) {
  const procedure = procedureWith(contextOf)
  return router({
    recovery: makeRecoveryRouter(contextOf),
    settings: router({ public: procedure.output(PublicSettings).query(({ ctx }) => ctx.settings) }),
  })
}

/** The headers that a refusal asks for: `Retry-After`. For `responseMeta` of any tRPC adapter. */
export function retryAfter(errors: readonly TRPCError[]): Record<string, string> {
  for (const { cause } of errors) {
    if (cause instanceof PublicError && cause.refusal.retryAfterSeconds !== undefined) {
      return { 'retry-after': String(cause.refusal.retryAfterSeconds) }
    }
  }
  return {}
}

type FormatterOptions<Context> = Parameters<TRPCErrorFormatter<Context, never>>[0]

/**
 * An error formatter that brings `reasons`, `fields`, `retryAfterSeconds` and `signInUrl` of a refusal into `error.data`.
 * Errors of other procedures stay as they are.
 *
 * @param formatter the application's own, which formats first.
 */
export function withRefusals<Context, Shape extends TRPCErrorShape = TRPCDefaultErrorShape>(
  formatter?: (options: FormatterOptions<Context>) => Shape,
): (options: FormatterOptions<Context>) => Shape & { data: RefusalDetails } {
  return (options) => {
    const shape = formatter ? formatter(options) : (options.shape as unknown as Shape)
    const { cause } = options.error
    if (!(cause instanceof PublicError)) return shape
    const { code: _, ...details } = cause.refusal
    return { ...shape, data: { ...shape.data, ...details } }
  }
}
