import { Unavailable } from '@latchkey/core'
import { TRPCError } from '@trpc/server'
import { ZodError } from 'zod'
import { type OperatorCode, type OperatorErrorData, operatorCodes } from './codes.ts'

/** What a caller gets to know of an error. */
export type OperatorRefusal = { code: OperatorCode } & OperatorErrorData

/** Carries a refusal through code that throws. */
export class OperatorError extends Error {
  readonly refusal: OperatorRefusal

  constructor(refusal: OperatorRefusal, options?: { cause?: unknown }) {
    super(refusal.code, options)
    this.name = 'OperatorError'
    this.refusal = refusal
  }
}

const trpcCodeFor = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  429: 'TOO_MANY_REQUESTS',
  503: 'SERVICE_UNAVAILABLE',
} as const satisfies Record<(typeof operatorCodes)[OperatorCode], TRPCError['code']>

/** The error that answers a call with this refusal. `cause` stays private. */
export function refuse(refusal: OperatorRefusal, cause?: unknown): TRPCError {
  return new TRPCError({
    code: trpcCodeFor[operatorCodes[refusal.code]],
    message: refusal.code,
    cause: new OperatorError(refusal, { cause }),
  })
}

/** Whether it is ours or tRPC's own. What failed unexpectedly is UNAVAILABLE, and its cause stays private. */
export function refusalOf(error: TRPCError): OperatorRefusal {
  if (error.cause instanceof OperatorError) return error.cause.refusal
  if (error.cause instanceof ZodError) return invalid(error.cause)
  if (error.code === 'INTERNAL_SERVER_ERROR') return unavailable(error.cause)
  return { code: 'INVALID_INPUT' }
}

/** The refusal for what failed for a reason that callers must not know. */
export function unavailable(cause: unknown): OperatorRefusal {
  const retryAfterSeconds = cause instanceof Unavailable ? cause.retryAfterSeconds : 5
  return { code: 'UNAVAILABLE', retryAfterSeconds }
}

function invalid(error: ZodError): OperatorRefusal {
  const fields: Record<string, string> = {}
  for (const issue of error.issues) {
    const name = issue.path.length === 0 ? 'input' : issue.path.join('.')
    fields[name] ??= issue.code === 'unrecognized_keys' ? 'Unknown field' : issue.message
  }
  const isReason = Object.keys(fields).every((name) => name === 'reason')
  return { code: isReason ? 'REASON_REQUIRED' : 'INVALID_INPUT', fields }
}
