import { type AppRouter, type PublicCode, publicCodes, type RefusalDetails } from '@latchkey/api'
import { TRPCClientError } from '@trpc/client'

/** Why a call was not answered as hoped. `UNREACHABLE` is ours: no answer, or not one of the server's. */
export type Refusal = { code: PublicCode | 'UNREACHABLE' } & RefusalDetails

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

function detailsOf({ data }: TRPCClientError<AppRouter>): RefusalDetails {
  return {
    ...(data?.reasons && { reasons: data.reasons }),
    ...(data?.fields && { fields: data.fields }),
    ...(data?.retryAfterSeconds !== undefined && { retryAfterSeconds: data.retryAfterSeconds }),
  }
}
