import { type AppRouter, type PublicCode, publicCodes, type RefusalDetails } from '@latchkey/api'
import { TRPCClientError } from '@trpc/client'
import isNetworkError from 'is-network-error'
import { NoAnswer } from './call-server.ts'

/**
 * Why a call failed. Added to the server's codes: `UNREACHABLE`, there was no answer; `FAILED`, an answer that is not
 * from our server, or an error of this page; `NO_COOKIES`, the browser did not keep the session.
 */
export type Refusal = {
  code: PublicCode | 'UNREACHABLE' | 'FAILED' | 'NO_COOKIES'
  /** Finds the request in the server's log. */
  reference?: string
} & RefusalDetails

const REFERENCE = 'x-request-id'

/** Why a call of a tRPC client failed, in one of the codes. Never throws. */
export function refusalOf(error: unknown): Refusal {
  if (!isApiError(error)) return { code: 'FAILED' }
  if (isWithoutAnswer(error.cause)) return { code: 'UNREACHABLE' }
  if (!isPublicCode(error.message)) return { code: 'FAILED' }
  return { ...detailsOf(error), code: error.message }
}

/** A client of the application has a `fetch` of its own, whose errors differ from browser to browser. */
function isWithoutAnswer(cause: unknown): boolean {
  if (cause instanceof NoAnswer || isNetworkError(cause)) return true
  return cause instanceof Error && cause.name === 'TimeoutError'
}

function isApiError(error: unknown): error is TRPCClientError<AppRouter> {
  return error instanceof TRPCClientError
}

function isPublicCode(message: string): message is PublicCode {
  return Object.hasOwn(publicCodes, message)
}

function detailsOf({ data, meta }: TRPCClientError<AppRouter>): Omit<Refusal, 'code'> {
  const reference = meta?.response instanceof Response && meta.response.headers.get(REFERENCE)
  return {
    ...(reference && { reference }),
    ...(data?.reasons && { reasons: data.reasons }),
    ...(data?.fields && { fields: data.fields }),
    ...(data?.retryAfterSeconds !== undefined && { retryAfterSeconds: data.retryAfterSeconds }),
  }
}
