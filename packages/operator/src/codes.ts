/** Every code that a call of the operators' page may fail with, and its HTTP status. The list is closed. */
export const operatorCodes = {
  /** Nobody has entered, or the session has ended. */
  NOT_ENTERED: 401,
  /** The link of `latchkey operator` is wrong, was used or has expired; `link` says which. */
  LINK_NOT_GOOD: 400,
  /** `fields` says what is wrong with which field. */
  INVALID_INPUT: 400,
  /** An act needs a reason of 1 to 500 characters, not counting spaces around it. */
  REASON_REQUIRED: 400,
  /** There is nothing with this id. */
  NOT_FOUND: 404,
  /** The call comes from a page of another site, or names an operator without being allowed to. */
  FORBIDDEN: 403,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
} as const

/** The `message` of every tRPC error of the operators' page. */
export type OperatorCode = keyof typeof operatorCodes

/** What a failed call says besides its code; under `error.data`. */
export type OperatorErrorData = {
  /** With `LINK_NOT_GOOD`. */
  link?: 'unknown' | 'used' | 'expired'
  /** With `INVALID_INPUT`: field → what is wrong with it, in English. */
  fields?: Readonly<Record<string, string>>
  /** With `RATE_LIMITED` and `UNAVAILABLE`; the header `Retry-After` says the same. */
  retryAfterSeconds?: number
}

/** The most characters of a reason. */
export const LONGEST_REASON = 500
/** The most characters of what is searched for. */
export const LONGEST_SUBJECT = 320
/** The most rows of one answer. */
export const MOST_ROWS = 200
