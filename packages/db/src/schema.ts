import type {
  AddressDigest,
  ClientDigest,
  MessageKind,
  SecretDigest,
  SecretKind,
  SignInPairDigest,
  SubjectDigest,
  TokenDigest,
} from '@latchkey/core'
import type { ColumnType, Generated } from 'kysely'

/** The tables as they are today. Migrations never import this: they are history. */
export type Schema = {
  account: AccountTable
  recovery_request: RecoveryRequestTable
  secret: SecretTable
  session: SessionTable
  message: MessageTable
  limiter_bucket: LimiterBucketTable
  limiter_slice: LimiterSliceTable
  limiter_streak: LimiterStreakTable
  known_client: KnownClientTable
  audit_event: AuditEventTable
  mail_trouble: MailTroubleTable
}

/** Written by the database's clock unless a test says otherwise. */
type Instant = ColumnType<Date, Date | undefined, Date>

type AccountTable = {
  id: string
  email: string
  email_canonical: string
  password_hash: string | null
  status: Generated<'active' | 'disabled'>
  locale: string | null
  credential_version: Generated<number>
  created_at: Instant
  password_changed_at: Date | null
}

type RecoveryRequestTable = {
  id: string
  email_canonical: string
  address_digest: AddressDigest
  client_digest: ClientDigest
  device: string | null
  locale: string | null
  tries: Generated<number>
  created_at: Instant
  closes_at: Date
}

type SecretTable = {
  digest: SecretDigest
  kind: SecretKind
  /** A notice answers no request. */
  request_id: string | null
  account_id: string
  credential_version: number
  created_at: Instant
  expires_at: Date
  spent_at: Date | null
  voided_at: Date | null
}

type SessionTable = {
  digest: TokenDigest
  account_id: string
  credential_version: number
  created_at: Instant
  last_seen_at: Instant
  expires_at: Date
}

type MessageTable = {
  id: string
  kind: MessageKind
  state: 'sending' | 'delayed' | 'handed-over' | 'suppressed' | 'dead'
  detail: string | null
  failure: string | null
  attempts: Generated<number>
  /** Attempts whose mail may have left, though nobody said so. */
  unclear: Generated<number>
  request_id: string | null
  account_id: string | null
  requested_at: Date | null
  created_at: Instant
  updated_at: Instant
}

/** What keeps a worker from mailing, while it does. */
type MailTroubleTable = {
  worker: string
  failure: string
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
  failed_at: Instant
}

type KnownClientTable = {
  sign_in_pair: SignInPairDigest
  seen_at: Instant
}

type AuditEventTable = {
  id: Generated<string>
  at: Instant
  kind: string
  outcome: string
  request_id: string | null
  account_id: string | null
  address_digest: AddressDigest | null
  client_digest: ClientDigest | null
}
