import type { Failure } from './handover.ts'
import type { JobKind } from './job.ts'
import type { LimitName } from './limits.ts'
import type { MessageKind } from './message.ts'
import type { Purged, SuppressionReason } from './ports/index.ts'
import type { RefusalReason } from './refusal.ts'
import type { WebhookEventType } from './webhook-event.ts'

/** What happened, for logs and metrics. Addresses are masked before they get here, and no field holds a secret. */
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
  /** The stored hash is never checked, so its owner can only sign in after a recovery. */
  | { event: 'account.hash-unfit'; accountId: string; problem: string }
  /** An application wrote the password from before a reset back. `table`: those that a reset writes. */
  | { event: 'account.change_undone'; accountId: string; table: string }
  /** `failed`: the service did not answer as it should, and the password was accepted without it. */
  | { event: 'password.breach-lookup'; outcome: 'found' | 'not-found' | 'failed'; problem?: string }
  | { event: 'limit.reached'; limit: LimitName }
  | {
      event: 'message.handed-over'
      messageId: string
      kind: MessageKind
      to: string
      /** Since the request, or the change of the password. `undefined`: an earlier attempt had handed it over. */
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
  /** The previous attempt left no outcome. */
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
  /** `recorded`: how many of them were news about addresses. */
  | {
      event: 'mail.reported'
      service: string
      bounced: number
      complained: number
      recorded: number
    }
  | ({
      event: 'webhook.delivered'
      /** Since the event. */
      afterSeconds: number
    } & WebhookAttempt)
  | ({ event: 'webhook.delayed'; nextTrySeconds: number } & WebhookAttempt)
  /** It was given up. */
  | ({ event: 'webhook.dead' } & WebhookAttempt)
  /** It said that it wants nothing any more, and is switched off. */
  | { event: 'webhook.gone'; webhook: string }
  | ({ event: 'purged' } & Purged)

type WebhookAttempt = {
  webhook: string
  eventId: string
  type: WebhookEventType
  attempts: number
  /** The status, or why there was none. */
  answer: string
}

/** The use case an event is about. */
export type RecoveryStep =
  | 'request'
  | 'resend'
  | 'verify-code'
  | 'verify-token'
  | 'reset'
  | 'confirm'
  | 'verify-not-me'
  | 'not-me'

/** Takes an event. It must not throw. */
export type Observe = (event: RecoveryEvent) => void
