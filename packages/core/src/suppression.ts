import type { MessageKind } from './message.ts'

/**
 * What a mail service reports of an address, one row each. `bounced`: no such mailbox. `complained`: its owner called an
 * email of ours spam. Each stops emails for a while only, because nobody may be locked out for good by a report.
 */
export const suppressionCauses = {
  bounced: {
    /** Hours for which recovery emails are not sent. */
    recoveryHours: 7 * 24,
    /** Hours for which all others are not sent. */
    hours: 7 * 24,
    /** A new report after the end doubles the hours, up to so many times. */
    mostDoublings: 3,
  },
  complained: { recoveryHours: 24, hours: 30 * 24, mostDoublings: 0 },
} as const satisfies Record<string, SuppressionSpec>

type SuppressionSpec = { recoveryHours: number; hours: number; mostDoublings: number }

/** Why an address is suppressed: what a mail service reported about it. */
export type SuppressionCause = keyof typeof suppressionCauses

/** Emails that people asked for themselves, most likely a moment ago. */
const askedFor: Record<MessageKind, boolean> = {
  recovery: true,
  'no-password': true,
  'password-changed': false,
  'no-account': false,
  'link-issued': false,
  'reset-required': false,
}

/** Whether an email of this kind answers the request of a person. */
export function isAskedFor(kind: MessageKind): boolean {
  return askedFor[kind]
}

/** How long a suppression lasts. */
export type SuppressionTerm = {
  /** Suppressions of this address for this cause so far. */
  times: number
  /** When the newest report says that it happened. */
  reportedAt: Date
  /** When recovery emails are sent again. */
  recoveryUntil: Date
  /** When all are. */
  until: Date
  /** When an operator ended it. */
  liftedAt: Date | undefined
}

const HOUR_MS = 3_600_000

/**
 * What follows from a report. Its ends count from what happened, not from the report. So one that comes again, or after
 * an operator lifted what it led to, is no news: `undefined`. Neither is one of an email that was under way when the
 * suppression began: it does not lengthen it.
 */
export function termAfter(
  known: SuppressionTerm | undefined,
  { cause, at }: { cause: SuppressionCause; at: Date },
  now: Date,
): SuppressionTerm | undefined {
  const reportedAt = at < now ? at : now
  if (known && reportedAt <= known.reportedAt) return undefined
  if (known?.liftedAt && reportedAt <= known.liftedAt) return undefined
  if (known && !known.liftedAt && reportedAt <= known.until) return { ...known, reportedAt }
  const { hours, recoveryHours, mostDoublings } = suppressionCauses[cause]
  const times = known && !known.liftedAt ? known.times + 1 : 1
  const doubled = 2 ** Math.min(times - 1, mostDoublings)
  const after = (span: number) => new Date(reportedAt.getTime() + span * doubled * HOUR_MS)
  return {
    ...{ times, reportedAt, liftedAt: undefined },
    ...{ recoveryUntil: after(recoveryHours), until: after(hours) },
  }
}
