/** What the audit trail records, and how each of these may end. */
export const auditOutcomes = {
  requested: ['accepted'],
  'code-verified': ['verified', 'refused'],
  'password-changed': ['changed', 'refused'],
  'change-undone': ['found'],
  'not-me': ['reported'],
  'signed-in': ['signed-in', 'refused'],
  'signed-out': ['ended'],
  revoked: ['everything', 'account'],
  unsuppressed: ['lifted'],
  // What operators do from the command line, with its reason.
  'account-changed': ['disabled', 'enabled', 'removed', 'moved', 'locale-set', 'password-set'],
  'accounts-imported': ['added'],
  'link-issued': ['issued'],
  'reset-required': ['queued'],
  'webhook-events': ['retried'],
} as const

export type AuditKind = keyof typeof auditOutcomes
export type AuditOutcome = (typeof auditOutcomes)[AuditKind][number]
