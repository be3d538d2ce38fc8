import type { Observe } from './event.ts'
import type { Mailer } from './handover.ts'
import type { Limits } from './limits.ts'
import type { Locale } from './locale.ts'
import type { CommonPasswords, PasswordRules } from './password.ts'
import type {
  AccountStore,
  BreachedPasswords,
  Limiter,
  MessageStore,
  PasswordHasher,
  RecoveryStore,
  Secrets,
  SessionStore,
  SuppressionStore,
} from './ports/index.ts'
import type { MailedTokenKind, SecretLifetimes, Token } from './secret.ts'

/* What use cases are given: ports, and what the operator decides. */

/** What the operator decides about recoveries. */
export type RecoveryPolicy = SecretLifetimes & {
  password: PasswordRules
  /** For people whose account and browser name none of our languages. */
  defaultLocale: Locale
  limits: Limits
}

/** What `createRecovery` needs. */
export type RecoveryParts = {
  store: RecoveryStore
  limiter: Limiter
  secrets: Secrets
  hasher: PasswordHasher
  common: CommonPasswords
  breached: BreachedPasswords
  policy: RecoveryPolicy
  observe: Observe
}

/** What `createDelivery` needs. */
export type DeliveryParts = {
  messages: MessageStore
  suppressions: Pick<SuppressionStore, 'find'>
  mailer: Mailer
  secrets: Secrets
  policy: RecoveryPolicy
  /** The URLs that tokens are emailed as. */
  linkTo: Readonly<Record<MailedTokenKind, (token: Token) => string>>
  /** Whether an address without an account gets a `no-account` email, at most one in 24 hours. */
  emailNoAccount: boolean
  /** From 0 to 1. */
  chance: () => number
  observe: Observe
}

/** What `createSessions` needs. */
export type SessionParts = {
  accounts: AccountStore
  sessions: SessionStore
  limiter: Limiter
  secrets: Secrets
  hasher: PasswordHasher
  policy: { limits: Limits }
  observe: Observe
}
