import { type AppRouter, type PublicCode, publicCodes, type RefusalDetails } from '@latchkey/api'
import { TRPCClientError } from '@trpc/client'

/** Why a call failed. `UNREACHABLE` is added here: no answer, or an answer that is not from our server. */
export type Refusal = {
  code: PublicCode | 'UNREACHABLE'
  /** Finds the request in the server's log. */
  reference?: string
} & RefusalDetails

const REFERENCE = 'x-request-id'

export function refusalOf(error: unknown): Refusal {
  if (!isApiError(error) || !isPublicCode(error.message)) return { code: 'UNREACHABLE' }
  return { ...detailsOf(error), code: error.message }
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
