import type { OperatorWording } from '@latchkey/wording/operator'

type TextKey = Parameters<OperatorWording>[0]

/** What the audit trail records, in the order of the filter: what operators did first. */
export const auditKinds = [
  'searched',
  'revoked',
  'account-changed',
  'unsuppressed',
  'message-retried',
  'webhook-events',
  'webhook-jobs',
  'link-issued',
  'reset-required',
  'accounts-imported',
  'operator-link',
  'operator-session',
  'requested',
  'link-opened',
  'code-verified',
  'password-changed',
  'not-me',
  'signed-in',
  'signed-out',
  'change-undone',
] as const

/** Kinds that end in several ways, each of which is told. */
const outcomes = {
  'code-verified': ['verified', 'refused'],
  'password-changed': ['refused'],
  'signed-in': ['refused'],
  revoked: ['everything', 'account'],
  'account-changed': [
    'added',
    'disabled',
    'enabled',
    'removed',
    'moved',
    'locale-set',
    'password-set',
  ],
  'reset-required': ['locked'],
  searched: ['address', 'request', 'account'],
  'operator-session': ['by-link', 'by-proxy', 'ended', 'all-ended'],
} as const satisfies Partial<Record<(typeof auditKinds)[number], readonly string[]>>

const texts = new Map<string, TextKey>([
  ...auditKinds.map((kind) => [kind, `audited.${kind}`] as const),
  ...keysOf('code-verified'),
  ...keysOf('password-changed'),
  ...keysOf('signed-in'),
  ...keysOf('revoked'),
  ...keysOf('account-changed'),
  ...keysOf('reset-required'),
  ...keysOf('searched'),
  ...keysOf('operator-session'),
])

type Several = keyof typeof outcomes

function keysOf<Kind extends Several>(kind: Kind) {
  return outcomes[kind].map(
    (outcome) => [`${kind}.${outcome}`, `audited.${kind}.${outcome}` as TextKey] as const,
  )
}

/** The key of what happened; nothing for a kind of a newer server. */
export function auditedKey(kind: string, outcome?: string): TextKey | undefined {
  return texts.get(`${kind}.${outcome}`) ?? texts.get(kind)
}
