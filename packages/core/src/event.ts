import type { Failure } from './handover.ts'
import type { JobKind } from './job.ts'
import type { LimitName } from './limits.ts'
import type { MessageKind } from './message.ts'
import type { SuppressionReason } from './ports.ts'
import type { RefusalReason } from './refusal.ts'

/**
 * What happened, for logs and metrics. Addresses are masked before they get here; there is no place for a secret.
 */
export type RecoveryEvent =
  | { event: 'recovery.requested'; requestId: string }
  | { event: 'recovery.resent'; requestId: string }
  | { event: 'recovery.code-verified'; requestId: string }
  | { event: 'recovery.token-verified' }
  | { event: 'recovery.password-changed'; accountId: string }
  | { event: 'recovery.not-me-verified' }
  | { event: 'recovery.not-me-reported'; accountId: string; requestId: string }
  | { event: 'recovery.refused'; step: RecoveryStep; reason: RefusalReason }
  | { event: 'session.signed-in'; accountId: string }
  | { event: 'session.refused'; reason: RefusalReason }
  /** The stored hash is one that is never checked: its owner cannot sign in before the next recovery. */
  | { event: 'account.hash-unfit'; accountId: string; problem: string }
  /** `failed`: the service did not answer in time, or not as it should, and the password was let pass. */
  | { event: 'password.breach-lookup'; outcome: 'found' | 'not-found' | 'failed'; problem?: string }
  | { event: 'limit.reached'; limit: LimitName }
  | {
      event: 'message.handed-over'
      messageId: string
      kind: MessageKind
      to: string
      /** Since it was asked for, or the password changed. Unknown when an earlier attempt handed it over already. */
      afterSeconds: number | undefined
    }
  | {
      event: 'message.suppressed'
      messageId: string
      kind: MessageKind
      reason: SuppressionReason
    }
  | {
      event: 'message.delayed' | 'message.held'
      messageId: string
      kind: MessageKind
      failure: Failure
      answer: string
    }
  | {
      event: 'message.dead'
      messageId: string
      kind: MessageKind
      failure: Failure | 'expired'
      answer: string
    }
  /** An attempt before this one never said how it ended. */
  | { event: 'message.broke-off'; messageId: string; kind: MessageKind }
  | {
      event: 'job.failed'
      jobId: string
      jobKind: JobKind
      problem: string
      nextTrySeconds: number
    }
  /** It was given up at the deadline of its kind. */
  | { event: 'job.dead'; jobId: string; jobKind: JobKind; problem: string; attempts: number }
  | { event: 'mail.held'; answer: string; nextTrySeconds: number }
  | { event: 'mail.resumed'; afterSeconds: number }
  | ({ event: 'purged' } & Purged)

export type RecoveryStep =
  | 'request'
  | 'resend'
  | 'verify-code'
  | 'verify-token'
  | 'reset'
  | 'confirm'
  | 'verify-not-me'
  | 'not-me'

/** Rows that went, by what they were. */
export type Purged = {
  secrets: number
  expiredUnused: number
  requests: number
  messages: number
  sessions: number
  limiterBuckets: number
  auditEvents: number
}

export type Observe = (event: RecoveryEvent) => void
