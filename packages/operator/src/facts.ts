import type { Failure, MessageKind, SuppressionCause, SuppressionReason } from '@latchkey/core'

/** Why an email cannot be retried. */
export type NoRetry = 'unknown' | 'under-way' | 'handed-over' | 'suppressed' | 'too-late'

/** What the mail server, a mail service or a webhook said, in its own words, without secrets. */
type Answer = { answer: string }
/** ISO 8601. */
type At = { at: string }
type Nothing = Record<never, never>

/*
 * Everything that the server says in words: a code, and what the sentence is made of. Pages say it in their language;
 * `english` has the sentence that the command line prints.
 */
export type Facts = {
  // What became of an email.
  'email.handed-over': { kind: MessageKind; attempt: number } & Answer
  /** No email is sent, because the mail settings are wrong. It was not tried. */
  'email.held': Answer
  /** `attempts`: 0 if there was none. */
  'email.delayed': {
    attempts: number
    failure: Exclude<Failure, 'refused' | 'unmailable' | 'undeliverable'>
  } & Answer
  'email.being-sent': { attempt: number }
  'email.interrupted': { attempt: number }
  'email.suppressed': { reason: SuppressionReason }
  'email.expired': Nothing
  'email.unmailable': { attempt: number } & Answer
  'email.rejected': { attempt: number } & Answer
  /** For an email that is neither the usual one nor named by its state. */
  'email.is-kind': { kind: MessageKind }
  /** It may have arrived more than once: so many attempts broke off after the server may have accepted it. */
  'email.may-be-doubled': { attempts: number }
  /** `isDue`: the time has come, and a worker takes it as soon as it can. */
  'email.next-attempt': At & { isDue?: boolean }
  'email.retried-now': Nothing
  'email.not-in-queue': Nothing

  // Why no email leaves at all.
  'mail.trouble': {
    failure: Failure
    /** ISO 8601, as the others. */
    since: string
    triedAt: string
    /** `null`: each email is tried again at its own time. */
    nextTryAt: string | null
  } & Answer

  // What happened to a request, with the time beside it.
  /** `madeBy`: nobody asked, and an operator made its link by hand. */
  'request.asked': {
    device: string | null
    madeBy?: { operator: string | null; reason: string | null }
  }
  'request.email-queued': Nothing
  'request.link-opened': Nothing
  'request.code-right': Nothing
  'request.code-refused': Nothing
  'request.link-used': Nothing
  'request.link-voided': Nothing
  'request.link-expired': Nothing
  'request.password-changed': Nothing
  // How a request stands.
  'request.wrong-codes': { times: number; codesDisabled: boolean }
  /** `byHand`: an operator has it, and it was not emailed. */
  'request.link-works-until': At & { byHand?: boolean }
  'request.look-elsewhere': Nothing
  'request.open-until': At
  'request.closed-at': At

  // Whose address it is. `address` is masked where it was not typed.
  'account.none': { address: string }
  'account.is-there': { address: string }
  'account.disabled': { address: string }
  'account.no-password': { address: string }
  'account.shared': { address: string; count: number }
  /** Accounts at addresses with nearly the same spelling. */
  'account.near': { addresses: readonly string[] }
  'account.revoked': At
  /** An operator made its password unusable. */
  'account.locked': At
  /** The application wrote the password from before a reset back. */
  'account.change-undone': At
  'requests.none': Nothing
  'requests.more': Nothing

  // Reports of mail services about an address.
  'suppression.lasts': Report & { until: string; recoveryUntil: string }
  'suppression.ended': Report & { until: string }
  'suppression.lifted': Report & At

  // What an act did, and why it was refused.
  'act.email-hurried': Nothing
  'act.email-queued': Nothing
  'act.email-not-retried': { reason: NoRetry }
  'act.revoked': { secrets: number; sessions: number }
  'act.disabled': { secrets: number; sessions: number }
  'act.enabled': Nothing
  'act.already-disabled': Nothing
  'act.already-enabled': Nothing
  'act.unsuppressed': { causes: readonly SuppressionCause[] }
  'act.nothing-suppressed': Nothing
  'act.no-account': { address: string }
  /** Nor an account with this id. */
  'act.no-request': Nothing
  /** Of an account that was searched for. */
  'act.no-address': Nothing
  /** The users are those of the application; they are disabled and enabled there. */
  'act.accounts-elsewhere': { place: string }
  'act.event-retried': { deliveries: number }
  'act.no-delivery': Nothing
  /** What did not arrive is for these, which the settings no longer have. */
  'act.no-webhook': { webhooks: readonly string[] }

  // The parts of the system.
  'health.database-takes-writes': Nothing
  'health.database-read-only': Nothing
  'health.queue-moves': { jobs: number }
  'health.queue-stands': { jobs: number; seconds: number }
  /** Of another version. */
  'health.unknown-jobs': { jobs: number; kinds: readonly string[] }
  /** They wait for these, which the settings no longer have. */
  'health.webhooks-removed': { jobs: number; webhooks: readonly string[] }
  'health.worker-runs': Nothing
  'health.worker-silent': Nothing
  'health.worker-elsewhere': Nothing
  'health.leases': { jobs: number; seconds: number }
  'health.mail-leaves': Nothing
  'health.mail-caught': Nothing
  'health.secrets-agree': Nothing
  'health.secrets-differ': Nothing
  'health.accounts-own': Nothing
  'health.accounts-fit': { place: string }
  'health.accounts-misfit': { place: string }
  'health.webhooks-hear': { waiting: number }
  'health.webhooks-behind': { waiting: number; seconds: number }
  'health.limits-off': Nothing

  // How the numbers of the overview are counted.
  'count.asked': Nothing
  'count.emailed': Nothing
  'count.opened': Nothing
  'count.changed': Nothing
  'count.limits': { most: number; seconds: number }
}

type Report = { cause: SuppressionCause; reportedAt: string; detail: string }

export type FactCode = keyof Facts

/** A sentence of the server: what it is made of, and how it reads in English. */
export type Said<Code extends FactCode = FactCode> = {
  [C in Code]: { code: C; data: Facts[C]; text: string }
}[Code]
