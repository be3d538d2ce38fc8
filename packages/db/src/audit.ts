/** What the audit trail records, and how each of these may end. */
export const auditOutcomes = {
  requested: ['accepted'],
  'code-verified': ['verified', 'refused'],
  // The first time for each request.
  'link-opened': ['opened'],
  'password-changed': ['changed', 'refused'],
  'change-undone': ['found'],
  'not-me': ['reported'],
  'signed-in': ['signed-in', 'refused'],
  'signed-out': ['ended'],
  revoked: ['everything', 'account'],
  unsuppressed: ['lifted'],
  // What operators do, with its reason.
  'account-changed': [
    'added',
    'disabled',
    'enabled',
    'removed',
    'moved',
    'locale-set',
    'password-set',
  ],
  'accounts-imported': ['added'],
  'link-issued': ['issued'],
  // `locked`: the password was made unusable too.
  'reset-required': ['queued', 'locked'],
  'webhook-events': ['retried'],
  'webhook-jobs': ['dropped'],
  'message-retried': ['hurried', 'queued'],
  // Of operators at their page: what they looked for, and how they came and went.
  searched: ['address', 'request', 'account'],
  'operator-link': ['issued'],
  'operator-session': ['by-link', 'by-proxy', 'ended', 'all-ended'],
} as const

export type AuditKind = keyof typeof auditOutcomes
export type AuditOutcome = (typeof auditOutcomes)[AuditKind][number]
