import type { DeliveryJobKind } from '../delivery-job-kinds.ts'
import type { SecretDigest } from '../digest.ts'
import type { EmailAddress } from '../email-address.ts'
import type { Concern, Failure } from '../handover.ts'
import type { Job, JobAttempt } from '../job.ts'
import type { MessageKind } from '../message.ts'
import type { MailedSecretKind } from '../secret.ts'
import type { SuppressionCause } from '../suppression.ts'

/** A job that is done with an email of the same kind, or with one in its place. */
export type DeliveryJob = Job<DeliveryJobKind>
/** One attempt at it. */
export type DeliveryAttempt = JobAttempt<DeliveryJobKind>

/**
 * Why no email was sent. `limit`: the address got too many. `undeliverable`: its domain takes no mail. `no-account`
 * and `disabled`: no account may recover with this address. `bounced` and `complained`: the mail service reported it.
 */
export type SuppressionReason =
  | 'limit'
  | 'no-account'
  | 'disabled'
  | 'undeliverable'
  | SuppressionCause

/** A secret that the email of one attempt will carry. */
export type MintedSecret = {
  kind: MailedSecretKind
  digest: SecretDigest
  lifetimeMinutes: number
}

/** What a message needs stored before it may leave. */
export type Preparation = {
  attempt: DeliveryAttempt
  secrets: readonly MintedSecret[]
  /** Whether an address without an account gets a `no-account` email, at most one in 24 hours. */
  emailNoAccount: boolean
  /** The limit on wrong codes in a row, beyond which an email carries no code. */
  mostGuessesInARow: number
}

/** What became of a preparation. */
export type Prepared =
  | PreparedEmail
  | { status: 'suppressed'; reason: SuppressionReason }
  | { status: 'dead'; reason: 'expired' }
  /** By an earlier attempt. */
  | { status: 'handed-over' }

/** An email to compose and send. */
export type PreparedEmail = {
  status: 'ready'
  /** The kind its job asked for, or the one that is sent in its place. */
  kind: MessageKind
  owner: EmailAddress
  locale: string | undefined
  /** This attempt's number, from 1. */
  tries: number
  /** The previous attempt left no outcome, so its email may have left. */
  brokeOff: boolean
  /** The request it answers, if it answers one. */
  request:
    | {
        requestedAt: Date
        device: string | undefined
        requestedIn: string | undefined
        timeZone: string | undefined
      }
    | undefined
  preparedAt: Date
  /** Of the secrets that were stored: those its kind carries, without a code if codes are closed. */
  expiresAt: Partial<Record<MailedSecretKind, Date>>
}

/** How an attempt ended. */
export type Outcome = { attempt: DeliveryAttempt } & (
  | { status: 'handed-over'; answer: string }
  | { status: 'suppressed'; reason: SuppressionReason }
  | { status: 'dead'; failure: Failure; answer: string }
  | {
      status: 'delayed'
      failure: Failure
      /** Absent: the recipient. */
      concerns?: Concern
      answer: string
      seconds: number
    }
  /** Our settings are wrong, not this email: the attempt does not count, and there is another. */
  | { status: 'held'; failure: Failure; answer: string; seconds: number }
)

/** The messages that jobs become. A message has the id of its job, so a repeated job finds what became of it. */
export interface MessageStore {
  /**
   * For each, in their order: looks the account up and, if there is an email to send, stores the secrets it will
   * carry. A secret that is bound to a request expires with it at the latest, and of its codes the two newest are
   * valid. The jobs of the others end here. All or nothing.
   *
   * An email that is withheld renews the newest link of its account instead, as if it had been sent now, up to
   * `RENEWABLE_LINK_HOURS` after it was. If the account got no link since its password was set, it is sent after all:
   * so if strangers use up the emails of an address, its owner still has a link that works.
   *
   * An email carries no code if it would be refused: its request, its address or the streak of the address has had as
   * many wrong ones as it may.
   */
  prepare(preparations: readonly Preparation[]): Promise<Prepared[]>
  /**
   * Records how attempts ended, and ends their jobs or returns them to the outbox, all or nothing. For each in their
   * order: the seconds since the email was requested, or `undefined` if a newer attempt was faster and nothing changed.
   */
  record(outcomes: readonly Outcome[]): Promise<(number | undefined)[]>
  /** Ends a job that no email can be made from. Its message becomes a dead letter. */
  bury(attempt: DeliveryAttempt, why: string): Promise<void>
}
