import { limitNames, messageKinds, type RecoveryEvent, type RecoveryStep } from '@latchkey/core'

/*
 * Which counters an event increments. Every value of a label is in this file or in a table of the domain: input of
 * strangers never becomes a label, and all counters start at zero.
 */

const kindsOfMessage = Object.keys(messageKinds).map(labelOf)

/** Every counter that events feed, with the values its labels can have. */
export const eventCounters = {
  reset_requests_total: {
    help: 'Requests to recover an account.',
    labels: { outcome: ['accepted', 'rate_limited'] },
  },
  resends_total: {
    help: 'Resends of the email of a request.',
    labels: { outcome: ['accepted', 'refused', 'rate_limited'] },
  },
  messages_total: {
    help: 'Attempts to deliver an email, by outcome.',
    labels: {
      kind: kindsOfMessage,
      outcome: ['handed_over', 'suppressed', 'delayed', 'held', 'dead'],
    },
  },
  messages_unclear_total: {
    help: 'Attempts with an unknown outcome: the mail server may have accepted the email, so the retry may be a second one.',
    labels: { kind: kindsOfMessage },
  },
  verifications_total: {
    help: 'Codes and links that were checked.',
    labels: {
      secret: ['code', 'link', 'not_me'],
      outcome: ['verified', 'refused', 'exhausted', 'rate_limited'],
    },
  },
  resets_total: {
    help: 'Password resets with a link, a ticket or a code.',
    labels: { outcome: ['changed', 'refused', 'password_rejected', 'rate_limited'] },
  },
  not_me_total: {
    help: 'Reports by owners that they did not change their password.',
    labels: { outcome: ['reported', 'refused', 'rate_limited'] },
  },
  sign_ins_total: {
    help: 'Sign-ins.',
    labels: { outcome: ['signed_in', 'refused', 'rate_limited'] },
  },
  breach_lookups_total: {
    help: 'Look-ups of new passwords among those known from breaches.',
    labels: { outcome: ['found', 'not_found', 'failed'] },
  },
  unfit_hashes_total: {
    help: 'Sign-ins to accounts whose stored hash cannot be checked.',
    labels: {},
  },
  changes_undone_total: {
    help: 'Resets that the application undid: it wrote the former password back.',
    labels: {},
  },
  mail_reports_total: {
    help: 'Addresses that a mail service reported.',
    labels: { cause: ['bounced', 'complained'] },
  },
  limiter_hits_total: {
    help: 'Calls refused by a rate limit.',
    labels: { limit: limitNames.map(labelOf) },
  },
  secrets_purged_total: {
    help: 'Links, codes and tickets removed after they expired or were used.',
    labels: {},
  },
  secrets_expired_unused_total: {
    help: 'Removed secrets that had expired unused.',
    labels: {},
  },
  webhook_deliveries_total: {
    help: 'Attempts to deliver an event to a webhook, by outcome.',
    // Each webhook of the settings: counted from zero by `expectWebhooks`.
    labels: { webhook: [], outcome: ['delivered', 'delayed', 'dead'] },
  },
} as const satisfies Record<string, { help: string; labels: Record<string, readonly string[]> }>

export type Count = {
  counter: keyof typeof eventCounters
  labels: Record<string, string>
  by: number
}

export function countsOf(event: RecoveryEvent): Count[] {
  switch (event.event) {
    case 'recovery.requested':
      return [one('reset_requests_total', { outcome: 'accepted' })]
    case 'recovery.resent':
      return [one('resends_total', { outcome: 'accepted' })]
    case 'recovery.code-verified':
      return [one('verifications_total', { secret: 'code', outcome: 'verified' })]
    case 'recovery.token-verified':
      return [one('verifications_total', { secret: 'link', outcome: 'verified' })]
    case 'recovery.password-changed':
      return [one('resets_total', { outcome: 'changed' })]
    case 'recovery.not-me-verified':
      return [one('verifications_total', { secret: 'not_me', outcome: 'verified' })]
    case 'recovery.not-me-reported':
      return [one('not_me_total', { outcome: 'reported' })]
    case 'recovery.refused':
      return [refusals[event.step](outcomeOf(event.reason))]
    case 'session.signed-in':
      return [one('sign_ins_total', { outcome: 'signed_in' })]
    case 'session.refused':
      return [one('sign_ins_total', { outcome: outcomeOf(event.reason) })]
    case 'account.hash-unfit':
      return [one('unfit_hashes_total', {})]
    case 'account.change_undone':
      return [one('changes_undone_total', {})]
    case 'password.breach-lookup':
      return [one('breach_lookups_total', { outcome: labelOf(event.outcome) })]
    case 'limit.reached':
      return [one('limiter_hits_total', { limit: labelOf(event.limit) })]
    case 'message.handed-over':
    case 'message.suppressed':
    case 'message.delayed':
    case 'message.held':
    case 'message.dead': {
      const outcome = labelOf(event.event.slice('message.'.length))
      const counts = [one('messages_total', { kind: labelOf(event.kind), outcome })]
      return 'failure' in event && event.failure === 'unclear'
        ? [...counts, one('messages_unclear_total', { kind: labelOf(event.kind) })]
        : counts
    }
    case 'message.broke-off':
      return [one('messages_unclear_total', { kind: labelOf(event.kind) })]
    case 'job.failed':
    case 'job.dead':
    case 'mail.held':
    case 'mail.resumed':
      return []
    case 'mail.reported':
      return (['bounced', 'complained'] as const).map((cause) => ({
        ...{ counter: 'mail_reports_total' as const, labels: { cause }, by: event[cause] },
      }))
    case 'webhook.delivered':
    case 'webhook.delayed':
    case 'webhook.dead': {
      const outcome = event.event.slice('webhook.'.length)
      return [one('webhook_deliveries_total', { webhook: event.webhook, outcome })]
    }
    case 'webhook.gone':
      return []
    case 'purged':
      return [
        { counter: 'secrets_purged_total', labels: {}, by: event.secrets },
        { counter: 'secrets_expired_unused_total', labels: {}, by: event.expiredUnused },
      ]
  }
}

type RefusedOutcome = 'rate_limited' | 'password_rejected' | 'exhausted' | 'refused'

function outcomeOf(reason: string): RefusedOutcome {
  if (reason === 'rate-limited') return 'rate_limited'
  if (reason === 'password-rejected') return 'password_rejected'
  return reason === 'exhausted' ? 'exhausted' : 'refused'
}

const refusals: Record<RecoveryStep, (outcome: RefusedOutcome) => Count> = {
  request: (outcome) => one('reset_requests_total', { outcome }),
  resend: (outcome) => one('resends_total', { outcome }),
  'verify-code': (outcome) => one('verifications_total', { secret: 'code', outcome }),
  'verify-token': (outcome) => one('verifications_total', { secret: 'link', outcome }),
  reset: (outcome) => one('resets_total', { outcome }),
  'verify-not-me': (outcome) => one('verifications_total', { secret: 'not_me', outcome }),
  'not-me': (outcome) => one('not_me_total', { outcome }),
  // One call checks the code and changes the password: the reason of the refusal decides which of the two failed.
  confirm: (outcome) =>
    outcome === 'password_rejected'
      ? one('resets_total', { outcome })
      : one('verifications_total', { secret: 'code', outcome }),
}

function one(counter: Count['counter'], labels: Record<string, string>): Count {
  return { counter, labels, by: 1 }
}

/** The domain's `request-by-client` is the label's `request_by_client`, as Prometheus spells things. */
function labelOf(name: string): string {
  return name.replaceAll('-', '_')
}
