import { isRefusal, type Refusal } from '@latchkey/core'
import { TRPCError } from '@trpc/server'
import { ZodError } from 'zod'
import { type PublicCode, publicCodes } from './public-code.ts'
import { type PublicRefusal, publicRefusal, unavailable } from './public-refusal.ts'

/** Carries a public refusal through code that throws (tRPC). `cause` stays private. */
export class PublicError extends Error {
  readonly refusal: PublicRefusal

  constructor(refusal: PublicRefusal, options?: { cause?: unknown }) {
    super(refusal.code, options)
    this.name = 'PublicError'
    this.refusal = refusal
  }
}

const trpcCodeFor = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  429: 'TOO_MANY_REQUESTS',
  503: 'SERVICE_UNAVAILABLE',
} as const satisfies Record<(typeof publicCodes)[PublicCode], TRPCError['code']>

/**
 * Returns an outcome that is not a refusal.
 *
 * @throws TRPCError with the public code and details of a refusal
 */
export function orRefuse<Outcome extends { status: string }>(
  outcome: Outcome | Refusal,
): Exclude<Outcome, Refusal> {
  if (!isRefusal(outcome)) return outcome as Exclude<Outcome, Refusal>
  const refusal = publicRefusal(outcome)
  throw new TRPCError({
    code: trpcCodeFor[publicCodes[refusal.code]],
    message: refusal.code,
    cause: new PublicError(refusal),
  })
}

/** What a caller gets to know of an error, whether it is ours or tRPC's own. */
export function refusalOf(error: TRPCError): PublicRefusal {
  if (error.cause instanceof PublicError) return error.cause.refusal
  if (error.cause instanceof ZodError) {
    return { code: 'INVALID_INPUT', fields: fieldsOf(error.cause) }
  }
  if (error.code === 'INTERNAL_SERVER_ERROR') return unavailable(error.cause)
  return { code: 'INVALID_INPUT' }
}

/** For each field, the first thing that is wrong with it, in one sentence. Never repeats what was sent. */
export function fieldsOf(error: ZodError): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const issue of error.issues) {
    const name = issue.path.length === 0 ? 'input' : issue.path.join('.')
    fields[name] ??= issue.code === 'unrecognized_keys' ? 'Unknown field' : issue.message
  }
  return fields
}
