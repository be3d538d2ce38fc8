import type {
  AccountStatus,
  Failure,
  LimitName,
  Locale,
  MessageKind,
  SuppressionCause,
  SuppressionReason,
  WebhookEventType,
  Window,
} from '@latchkey/core'
import type { Said } from './facts.ts'

/* What the procedures answer. Times are ISO 8601, durations are seconds, `null` means that there is none. */

/** Before anybody entered: what the page needs to show who it belongs to. */
export type PublicFacts = {
  productName: string
  defaultLocale: Locale
  /** Whether a proxy names operators (single sign-on). The one-time link works in any case. */
  proxyEntry: boolean
}

/** Who entered, and what there is. */
export type CurrentSession = {
  /** The name in the audit trail. */
  operator: string
  /** `proxy`: every call is entered by the proxy, so that it cannot be left here. */
  entry: 'link' | 'proxy'
  enteredAt: string | null
  /** However much it is used. `null` for `proxy`. */
  expiresAt: string | null
  /** Seconds without a call of the operator after which it ends. `null` for `proxy`. */
  idleSeconds: number | null
  version: string
  accounts: AccountsKind
  /** Names of the webhooks that are configured. */
  webhooks: readonly string[]
  rateLimits: boolean
  /** Days for which requests, emails and events are kept, and the audit trail. */
  keptDays: { requests: number; audit: number }
}

/** `place`: where the users are, in words of the settings, such as `public.users (ACCOUNTS_FILE)`. */
export type AccountsKind = { kind: 'own' } | { kind: 'mapped' | 'called'; place: string }

export const ranges = ['today', 'day', 'week'] as const
/** `today`: since midnight of the operator. `day` and `week`: the last 24 hours and 7 days. */
export type Range = (typeof ranges)[number]

/**
 * How far the requests of a span of time have come until now: each number counts the requests of the span, so that none
 * is larger than the one before.
 */
export type Funnel = {
  since: string
  asked: number
  /** Were sent an email with a link. */
  emailed: number
  opened: number
  changed: number
  /** From 0 to 1; `null` if there is nothing to divide by. */
  rates: { emailed: number | null; opened: number | null; changed: number | null }
  /** Why requests of the span got no email: counts of emails that were not sent, and of those that wait or were given up. */
  notEmailed: Partial<Record<SuppressionReason, number>> & { waiting: number; failed: number }
  /** Emails for requests of the span that were sent and have no link. */
  withoutLink: Record<Extract<MessageKind, 'no-password' | 'no-account'>, number>
}

/** The first screen in one answer. Every listener gets the same one, which is at most `refreshSeconds` old. */
export type Overview = {
  at: string
  refreshSeconds: number
  /** `null`: the numbers could not be counted just now, because the database was slow or away. */
  funnels: Record<Range, Funnel> | null
  /** How each number of the funnels is counted. */
  counting: readonly Said[]
  /** Why no email leaves, if none does. */
  trouble: Said<'mail.trouble'> | null
  queue: Queue
  health: readonly HealthCheck[]
  emails: { waiting: number; failed: number }
  webhooks: { waiting: number; failed: number }
  /** The limits that refused something in the last 24 hours, the most frequent first. */
  limits: readonly LimitHits[]
}

/** Numbers end at `countedUpTo`. */
export type Queue = {
  countedUpTo: number
  /** Jobs of emails that no worker has claimed yet, and those that wait for another attempt. */
  fresh: Waiting
  again: Waiting
  /** Deliveries of events to webhooks. */
  events: Waiting
  /** Of kinds that this version does not know. */
  unknown: Waiting & { kinds: readonly string[] }
  /** Jobs that workers hold now, and for how long the oldest was not renewed. */
  leased: Waiting
}

export type Waiting = { jobs: number; oldestSeconds: number }

export type HealthPart =
  | 'database'
  | 'queue'
  | 'worker'
  | 'mail'
  | 'secret'
  | 'accounts'
  | 'webhooks'
  | 'removed-webhooks'
  | 'limits'
export type HealthCheck = { part: HealthPart; status: 'ok' | 'warning' | 'problem'; says: Said }

export type EmailState = 'sending' | 'delayed' | 'handed-over' | 'suppressed' | 'dead'

/** One email. The address is masked. */
export type Email = {
  id: string
  kind: MessageKind
  state: EmailState
  failure: Failure | null
  attempts: number
  to: string | null
  requestId: string | null
  createdAt: string
  updatedAt: string
  queue: { status: 'none' | 'under-way' } | { status: 'waiting'; nextAt: string }
  /** The cause first, then what comes next. */
  says: readonly Said[]
  /** Whether a retry makes sense. If it does not, `noRetry` says why. */
  mayRetry: boolean
}

/** `next`: give it as `before` to get the rows after these; `null`: there are none. */
export type Page<Row> = { rows: readonly Row[]; next: string | null }

/** What is known of an address or a request, as `latchkey explain` has it. */
export type Person = {
  /** As it was typed, or masked if a request or an account was searched for. */
  address: string
  account: Account | null
  /** What concerns the address as a whole. */
  says: readonly Said[]
  suppressions: readonly Suppression[]
  /** Newest first. */
  requests: readonly RequestStory[]
  /** There are older requests, which are not listed. */
  more: boolean
  /** Emails about changed passwords; oldest first. */
  notices: readonly Email[]
  may: {
    revoke: boolean
    unsuppress: boolean
    disable: boolean
    enable: boolean
  }
  /** Why the account can be neither disabled nor enabled here. */
  elsewhere: Said<'act.accounts-elsewhere'> | null
}

export type Account = {
  id: string
  status: AccountStatus
  hasPassword: boolean
  /** Active users of an application that share the address; 1 if nobody else has it. */
  sharedBy: number
  locale: string | null
  /** Links, codes and tickets that would be accepted now. */
  openSecrets: number
  /** What only accounts of our own have. */
  own: { createdAt: string; passwordChangedAt: string | null; sessions: number } | null
}

export type Suppression = {
  cause: SuppressionCause
  reportedAt: string
  recoveryUntil: string
  until: string
  liftedAt: string | null
  lasts: boolean
  says: Said
}

export type RequestStory = {
  id: string
  requestedAt: string
  closesAt: string
  open: boolean
  device: string | null
  /** Oldest first. */
  history: readonly { at: string; says: readonly Said[]; emailId: string | null }[]
  /** How it stands now. */
  says: readonly Said[]
  emails: readonly Email[]
}

export type Found =
  | { status: 'found'; person: Person }
  /** Only for an id: an address has an answer always. */
  | { status: 'none'; says: Said<'act.no-request' | 'act.no-address'> }

/** How often a limit refused, since counts began; they are written every few seconds. */
export type LimitHits = {
  limit: LimitName
  lastHour: number
  lastDay: number
  lastWeek: number
  /** The hour of the newest one. */
  lastHourAt: string | null
  /** The size of the limit, as it is set; `null`: it follows from another one. */
  size: readonly Window[] | number | null
}

export type Webhook = {
  name: string
  /** Scheme, host and port: a path may hold a secret. */
  origin: string
  state: 'on' | 'off' | 'removed'
  /** The events that it wants. */
  types: readonly string[]
  /** Deliveries of the last 7 days. `waiting`: not tried yet, or tried again later. */
  delivered: number
  waiting: number
  /** Given up, except by an operator. */
  failed: number
  oldestWaitingSeconds: number
  /** What it answered last, if that was no success. */
  lastFailure: { at: string; answer: string } | null
}

/** `data` holds ids and words, never an address and never a secret. */
export type WebhookEvent = {
  id: string
  type: WebhookEventType
  at: string
  data: Readonly<Record<string, unknown>>
  /** Whether it did not arrive at a webhook of the settings, so that it makes sense to deliver it again. */
  mayRetry: boolean
  deliveries: readonly {
    webhook: string
    /** `dropped`: given up by an operator. */
    state: 'waiting' | 'delayed' | 'delivered' | 'dead' | 'dropped'
    attempts: number
    answer: string | null
    nextAt: string | null
  }[]
}

export type AuditEntry = {
  id: string
  at: string
  kind: string
  outcome: string
  requestId: string | null
  accountId: string | null
  /** In hexadecimal. */
  addressDigest: string | null
  operator: string | null
  reason: string | null
  /** How many, of a kind that counts: accounts, events or deliveries. */
  count: number | null
}

/** Each act can be repeated without harm. `unchanged`: it was so before; nothing was written. */
export type ActOutcome = { status: 'done' | 'unchanged' | 'refused'; says: Said }

export const topics = ['overview', 'emails', 'people', 'limits', 'webhooks', 'audit'] as const
export type Topic = (typeof topics)[number]

/** What changed since the last one. The first one names every topic. */
export type Changes = { at: string; topics: readonly Topic[] }
