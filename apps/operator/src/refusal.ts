import { type OperatorCode, type OperatorErrorData, operatorCodes } from '@latchkey/operator'
import { NoAnswer } from '@latchkey/react/app'
import type { OperatorWording } from '@latchkey/wording/operator'
import { TRPCClientError } from '@trpc/client'

/**
 * Why a call failed. Added to the server's codes: `UNREACHABLE`, there was no answer; `FAILED`, an answer that is not
 * from our server, or an error of this page.
 */
export type Refusal = { code: OperatorCode | 'UNREACHABLE' | 'FAILED' } & OperatorErrorData

export function refusalOf(error: unknown): Refusal {
  if (!(error instanceof TRPCClientError)) return { code: 'FAILED' }
  if (error.cause instanceof NoAnswer) return { code: 'UNREACHABLE' }
  if (!Object.hasOwn(operatorCodes, error.message)) return { code: 'FAILED' }
  const { link, fields, retryAfterSeconds } = (error.data ?? {}) as OperatorErrorData
  return {
    code: error.message as OperatorCode,
    ...(link && { link }),
    ...(fields && { fields }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  }
}

type Texts = Record<Refusal['code'], (t: OperatorWording, refusal: Refusal) => string>

const texts: Texts = {
  NOT_ENTERED: (t) => t('problem.notEntered'),
  LINK_NOT_GOOD: (t) => t('problem.input'),
  INVALID_INPUT: (t) => t('problem.input'),
  // The page judges reasons as its server does: this one is of another version.
  REASON_REQUIRED: (t) => t('problem.input'),
  NOT_FOUND: (t) => t('problem.notFound'),
  FORBIDDEN: (t) => t('problem.forbidden'),
  RATE_LIMITED: (t, { retryAfterSeconds = 60 }) =>
    t('problem.rateLimited', { duration: t.duration(retryAfterSeconds) }),
  UNAVAILABLE: (t) => t('problem.unavailable'),
  UNREACHABLE: (t) => t('problem.unreachable'),
  FAILED: (t) => t('problem.failed'),
}

/** What an operator reads when a call is refused. */
export function refusalText(t: OperatorWording, refusal: Refusal): string {
  return texts[refusal.code](t, refusal)
}
