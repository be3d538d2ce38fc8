import type {
  AccountStatus,
  AddressDigest,
  ClientDigest,
  Failure,
  JobKind,
  LimitName,
  MessageKind,
  SecretDigest,
  SecretKind,
  SignInPairDigest,
  SubjectDigest,
  SuppressionCause,
  TokenDigest,
  WebhookEventType,
} from '@latchkey/core'
import type { ColumnType, Generated } from 'kysely'
import type { AuditKind, AuditOutcome } from './audit.ts'

/** The tables as they are today. Migrations never import this: they are history. */
export type Schema = {
  account: AccountTable
  recovery_request: RecoveryRequestTable
  secret: SecretTable
  session: SessionTable
  outbox_job: OutboxJobTable
  message: MessageTable
  delivery_trouble: DeliveryTroubleTable
  server_secret: ServerSecretTable
  account_map: AccountMapTable
  account_revision: AccountRevisionTable
  credential_epoch: CredentialEpochTable
  limiter_bucket: LimiterBucketTable
  limiter_slice: LimiterSliceTable
  limiter_streak: LimiterStreakTable
  known_client: KnownClientTable
  audit_event: AuditEventTable
  suppression: SuppressionTable
  campaign_account: CampaignAccountTable
  page_file: PageFileTable
  webhook: WebhookTable
  webhook_event: WebhookEventTable
  webhook_delivery: WebhookDeliveryTable
  operator_link: OperatorLinkTable
  operator_session: OperatorSessionTable
  limit_hit: LimitHitTable
}

/** Set by the database's clock unless a test sets it. */
type Instant = ColumnType<Date, Date | undefined, Date>

type AccountTable = {
  id: string
  email: string
  email_canonical: string
  password_hash: string | null
  status: Generated<AccountStatus>
  locale: string | null
  credential_version: Generated<number>
  created_at: Instant
  password_changed_at: Date | null
}

/** Of accounts in a table of an application, where we may not count. The empty id stands for all of them. */
type AccountRevisionTable = {
  account_id: string
  revision: Generated<number>
}

/** For applications to read: sessions of an earlier epoch have ended. */
type CredentialEpochTable = {
  account_id: string
  epoch: Generated<number>
  changed_at: Instant
}

type RecoveryRequestTable = {
  id: string
  email_canonical: string
  /** With the domain in Unicode, where that differs: a table of an application may hold either. */
  email_unicode: ColumnType<string | null, string | null | undefined, never>
  address_digest: AddressDigest
  client_digest: ClientDigest
  device: string | null
  locale: string | null
  time_zone: string | null
  /** By callers that named this request. */
  tries: Generated<number>
  /** By callers that named its address. They may be strangers, so these are counted apart. */
  tries_by_address: Generated<number>
  created_at: Instant
  closes_at: Date
  /** When its last email was queued that no limit withheld. Null: it has had none, and so has no code. */
  emailed_at: ColumnType<Date | null, Date | null | undefined, Date | null>
}

type SecretTable = {
  digest: SecretDigest
  kind: SecretKind
  /** Null for kinds that belong to an account alone. */
  request_id: string | null
  /** As text, without a foreign key: the account may be in a table of an application. */
  account_id: string
  credential_version: string
  created_at: Instant
  expires_at: Date
  spent_at: Date | null
  voided_at: Date | null
  /** Of accounts at an application: until when nobody else may start a change with this secret. */
  reserved_until: ColumnType<Date | null, never, Date | null>
  /** The change that it was reserved for last. */
  change_id: ColumnType<string | null, never, string | null>
}

type SessionTable = {
  digest: TokenDigest
  account_id: string
  credential_version: number
  created_at: Instant
  last_seen_at: Instant
  expires_at: Date
}

type OutboxJobTable = {
  id: Generated<string>
  kind: JobKind
  /** The job without its kind, as JSON. */
  payload: ColumnType<object, string, never>
  due_at: Instant
  /** Grows with every claim. A worker whose number is not the latest no longer holds the job. */
  claim: Generated<number>
  /** When its worker last said that it is at work. Null: the job waits. */
  leased_at: Date | null
  created_at: Instant
  /** Which span caused it (W3C Trace Context). Null unless traces are made. */
  trace_parent: ColumnType<string | null, string | null | undefined, never>
}

type MessageTable = {
  id: string
  kind: MessageKind
  state: 'sending' | 'delayed' | 'handed-over' | 'suppressed' | 'dead'
  detail: string | null
  failure: Failure | null
  attempts: Generated<number>
  /** Attempts after which the email may have left although no answer came. */
  unclear: Generated<number>
  request_id: string | null
  account_id: string | null
  requested_at: Date | null
  created_at: Instant
  updated_at: Instant
}

/** Why a worker cannot deliver, while it lasts. */
type ServerSecretTable = {
  fingerprint: Uint8Array
  seen_at: Instant
}

/** Whose users the processes recover. */
type AccountMapTable = {
  fingerprint: Uint8Array
  seen_at: Instant
}

type DeliveryTroubleTable = {
  worker: string
  failure: Failure
  answer: string
  since: Instant
  tried_at: Instant
  next_try_at: Date
}

type LimiterBucketTable = {
  limit_name: string
  subject: SubjectDigest
  spans: number[]
  most: number[]
  longest_wait_seconds: number | null
  hits: Date[]
  accepted: boolean
  expires_at: Date
}

type LimiterSliceTable = {
  limit_name: string
  span_seconds: number
  ends_at: Date
  shard: number
  hits: number
}

type LimiterStreakTable = {
  limit_name: string
  subject: SubjectDigest
  failures: number
  /** Of sign-ins: those since the last success. Strangers never see this. */
  since_success: Generated<number>
  failed_at: Instant
}

type KnownClientTable = {
  sign_in_pair: SignInPairDigest
  seen_at: Instant
}

type AuditEventTable = {
  id: Generated<string>
  at: Instant
  kind: AuditKind
  outcome: AuditOutcome
  request_id: string | null
  account_id: string | null
  address_digest: AddressDigest | null
  client_digest: ClientDigest | null
  /** Who did it at a command line, and why. */
  operator: string | null
  reason: string | null
  /** How many accounts were imported, events dropped or deliveries retried. Absent: one, none or all. */
  count: Generated<number | null>
}

type CampaignAccountTable = {
  campaign: string
  account_id: string
  at: Instant
  public_reason: string | null
  is_locked: Generated<boolean>
}

/** Built files of the pages. */
type PageFileTable = {
  name: string
  digest: Uint8Array
  type: string
  encoding: 'br' | null
  bytes: Uint8Array
  /** Of `bytes`. */
  size: number
  kept_until: Instant
}

type WebhookTable = {
  name: string
  url: string
  /** The events that it wants. */
  types: WebhookEventType[]
  /** `off`: it said that it is gone. `removed`: no worker has it in its settings. */
  state: 'on' | 'off' | 'removed'
  changed_at: Instant
}

type WebhookEventTable = {
  id: Generated<string>
  type: WebhookEventType
  at: Instant
  /** As JSON. */
  data: ColumnType<object, string, never>
}

type WebhookDeliveryTable = {
  event_id: string
  webhook: string
  state: 'delivered' | 'delayed' | 'dead'
  attempts: number
  answer: string
  updated_at: Instant
}

/** One-time links to the operators' page. */
type OperatorLinkTable = {
  digest: TokenDigest
  operator: string
  created_at: Instant
  expires_at: Date
  spent_at: ColumnType<Date | null, never, Date>
}

type OperatorSessionTable = {
  digest: TokenDigest
  operator: string
  created_at: Instant
  last_seen_at: Instant
  expires_at: Date
}

/** How often a limit refused, by the hour. */
type LimitHitTable = {
  limit_name: LimitName
  hour: Date
  /** A 64-bit number, which drivers read as text. */
  hits: ColumnType<string, number, number>
}

/** Addresses that a mail service reported. */
type SuppressionTable = {
  address_digest: AddressDigest
  cause: SuppressionCause
  detail: string
  /** Suppressions of this address so far; the longer ago, the sooner they are forgotten. */
  times: Generated<number>
  /** When the newest report says that it happened. */
  reported_at: Instant
  recovery_until: Instant
  until: Instant
  /** When an operator ended it. */
  lifted_at: ColumnType<Date | null, Date | null | undefined, Date | null>
}
