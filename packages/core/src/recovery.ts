import type { Observe } from './event.ts'
import type { Mailer } from './handover.ts'
import type { Limits } from './limits.ts'
import type { Locale } from './locale.ts'
import type { CommonPasswords, PasswordRules } from './password.ts'
import type {
  BreachedPasswords,
  Limiter,
  MessageStore,
  PasswordHasher,
  RecoveryStore,
  Secrets,
} from './ports.ts'
import type { MailedTokenKind, SecretLifetimes, Token } from './secret.ts'
import { confirm } from './use-cases/confirm-code.ts'
import { deliver } from './use-cases/deliver.ts'
import { notMe } from './use-cases/not-me.ts'
import { purge } from './use-cases/purge.ts'
import { request } from './use-cases/request.ts'
import { resend } from './use-cases/resend.ts'
import { reset } from './use-cases/reset.ts'
import { verifyCode } from './use-cases/verify-code.ts'
import { verifyNotMe, verifyToken } from './use-cases/verify-token.ts'

export type RecoveryPolicy = SecretLifetimes & {
  password: PasswordRules
  /** For people whose account and browser name no language of ours. */
  defaultLocale: Locale
  limits: Limits
}

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

export type DeliveryParts = {
  messages: MessageStore
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

/** The use cases people's requests run. */
export type Recovery = ReturnType<typeof createRecovery>

export function createRecovery(parts: RecoveryParts) {
  return {
    request: request(parts),
    resend: resend(parts),
    verifyCode: verifyCode(parts),
    verifyToken: verifyToken(parts),
    reset: reset(parts),
    confirm: confirm(parts),
    verifyNotMe: verifyNotMe(parts),
    notMe: notMe(parts),
    purge: purge(parts),
  }
}

/** The use cases a worker runs. Apart from the rest: the request path holds no mailer and no account. */
export type Delivery = ReturnType<typeof createDelivery>

export function createDelivery(parts: DeliveryParts) {
  return deliver(parts)
}
