import type { DataOf, WebhookEvent, WebhookEventType } from '@latchkey/core'

const CAEP = 'https://schemas.openid.net/secevent/caep/event-type'
const RISC = 'https://schemas.openid.net/secevent/risc/event-type'

type Initiator = 'user' | 'admin'

export type SecurityEvent = { uri: string; claims: Record<string, unknown> }

type Rows = { [Type in WebhookEventType]: ((data: DataOf<Type>) => SecurityEvent) | undefined }

const caep = (name: string, by: Initiator, claims: Record<string, unknown> = {}) => ({
  uri: `${CAEP}/${name}`,
  claims: { initiating_entity: by, ...claims },
})
const risc = (name: string) => ({ uri: `${RISC}/${name}`, claims: {} })
const password = (change: 'update' | 'revoke') => ({
  credential_type: 'password',
  change_type: change,
})
const forAdmins = (reason: string | null) =>
  reason === null ? {} : { reason_admin: { en: reason } }

const whoEnded: Record<DataOf<'account.sessions_ended'>['because'], Initiator> = {
  'password-changed': 'user',
  'not-me-reported': 'user',
  revoked: 'admin',
  disabled: 'admin',
  'reset-required': 'admin',
}

/** What each of our events is called in CAEP 1.0 or RISC 1.0, if it has a name there. */
const rows: Rows = {
  'account.password_changed': () => caep('credential-change', 'user', password('update')),
  'account.sessions_ended': ({ because }) => caep('session-revoked', whoEnded[because]),
  'account.not_me_reported': () => caep('credential-change', 'user', password('revoke')),
  'account.recovery_requested': () => risc('recovery-activated'),
  'account.reset_required': () => risc('account-credential-change-required'),
  'account.disabled': () => risc('account-disabled'),
  'account.enabled': () => risc('account-enabled'),
  'account.removed': () => risc('account-purged'),
  'account.address_changed': () => risc('identifier-changed'),
  'accounts.revoked': ({ reason }) => caep('session-revoked', 'admin', forAdmins(reason)),
  // `account.sessions_ended` comes with it.
  'account.revoked': undefined,
  'account.change_undone': undefined,
  'account.link_issued': undefined,
  'mail.failed': undefined,
  'mail.suppressed': undefined,
  'mail.held': undefined,
  'mail.resumed': undefined,
  'limit.reached': undefined,
  // The event by which a transmitter proves that it reaches its receiver (SSF 1.0).
  'webhook.test': ({ webhook }) => ({
    uri: 'https://schemas.openid.net/secevent/ssf/event-type/verification',
    claims: { state: webhook },
  }),
}

/** Whether an event can be told as a security event token. */
export function isSecurityEvent(type: WebhookEventType): boolean {
  return rows[type] !== undefined
}

/** @throws Error if {@link isSecurityEvent} says no. */
export function securityEventOf({ type, data }: WebhookEvent): SecurityEvent {
  const row = rows[type] as ((data: WebhookEvent['data']) => SecurityEvent) | undefined
  if (!row) throw new Error(`${type} has no name as a security event`)
  return row(data)
}
