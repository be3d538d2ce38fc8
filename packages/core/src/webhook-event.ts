/**
 * What applications are told of by webhook: ids and words, never an address and never a secret. One row for each type,
 * with what it says of which account.
 */
type WebhookEventData = {
  /** `by`: what the person proved the request with, unless an operator did it. */
  'account.password_changed': {
    accountId: string
    requestId: string | null
    by: 'link' | 'code' | 'operator'
  }
  /** Sessions from before are over, wherever they are kept. */
  'account.sessions_ended': {
    accountId: string
    requestId: string | null
    because: 'password-changed' | 'not-me-reported' | 'revoked' | 'disabled' | 'reset-required'
  }
  /** The owner said of a change that it was not theirs. `requestId`: by which they get back in. */
  'account.not_me_reported': { accountId: string; requestId: string }
  /** An email with a link and a code leaves. */
  'account.recovery_requested': { accountId: string; requestId: string }
  'account.reset_required': { accountId: string; campaign: string; reason: string }
  'account.change_undone': { accountId: string; tables: string }
  'account.link_issued': { accountId: string; requestId: string } & Act
  'account.revoked': { accountId: string } & Act
  'account.disabled': { accountId: string } & Act
  'account.enabled': { accountId: string } & Act
  'account.removed': { accountId: string } & Act
  'account.address_changed': { accountId: string } & Act
  /** Of everybody, after a backup was restored, say. */
  'accounts.revoked': Act
  'mail.failed': AboutMessage & { failure: string }
  'mail.suppressed': AboutMessage & { reason: string }
  /** No email leaves, because of the settings or the mail server. */
  'mail.held': { failure: string }
  'mail.resumed': { failure: string }
  /** At most one a minute for each limit and process. */
  'limit.reached': { limit: string }
  /** Sent by `latchkey events test`. */
  'webhook.test': { webhook: string }
}

/** By somebody at a command line. */
type Act = { operator: string | null; reason: string | null }

type AboutMessage = { messageId: string; accountId: string | null; requestId: string | null }

/** The name of an event, such as `account.password_changed`. */
export type WebhookEventType = keyof WebhookEventData

/** What happened, as a webhook tells it. */
export type WebhookEvent = {
  [Type in WebhookEventType]: { type: Type; data: WebhookEventData[Type] }
}[WebhookEventType]

/** The data of one type. */
export type DataOf<Type extends WebhookEventType> = WebhookEventData[Type]

/** Every type that a webhook can be told of. A test event goes to any webhook, whatever it wants. */
export const webhookEventTypes = Object.keys({
  'account.password_changed': true,
  'account.sessions_ended': true,
  'account.not_me_reported': true,
  'account.recovery_requested': true,
  'account.reset_required': true,
  'account.change_undone': true,
  'account.link_issued': true,
  'account.revoked': true,
  'account.disabled': true,
  'account.enabled': true,
  'account.removed': true,
  'account.address_changed': true,
  'accounts.revoked': true,
  'mail.failed': true,
  'mail.suppressed': true,
  'mail.held': true,
  'mail.resumed': true,
  'limit.reached': true,
} satisfies Record<Exclude<WebhookEventType, 'webhook.test'>, true>) as WebhookEventType[]
