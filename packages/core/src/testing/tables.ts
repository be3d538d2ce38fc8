import type { AddressDigest, SecretDigest, TokenDigest } from '../digest.ts'
import type { EmailAddress } from '../email-address.ts'
import type { AccountStatus, DeliveryJob } from '../ports/index.ts'
import type { SecretKind } from '../secret.ts'

export type AccountRow = {
  id: string
  owner: EmailAddress
  passwordHash: string | undefined
  status: AccountStatus
  locale: string | undefined
  credentialVersion: number
  createdAt: Date
  passwordChangedAt: Date | undefined
}

export type RequestRow = {
  id: string
  address: EmailAddress
  addressDigest: AddressDigest
  device: string | undefined
  locale: string | undefined
  requestedAt: Date
  expiresAt: Date
  tries: number
}

export type SecretRow = {
  kind: SecretKind
  digest: SecretDigest
  requestId: string | undefined
  accountId: string
  credentialVersion: number
  expiresAt: Date
  end: 'spent' | 'voided' | undefined
}

export type SessionRow = {
  digest: TokenDigest
  accountId: string
  credentialVersion: number
  signedInAt: Date
  lastSeenAt: Date
  idleMinutes: number
  expiresAt: Date
}

export type JobRow = { messageId: string; job: DeliveryJob }
export type MessageRow = {
  state: 'sending' | 'handed-over' | 'delayed' | 'dead' | 'suppressed'
  answer: string
  tries: number
}

/** What the stores share, as they would a database. */
export type Tables = {
  accounts: AccountRow[]
  requests: RequestRow[]
  secrets: SecretRow[]
  sessions: SessionRow[]
  jobs: JobRow[]
  messages: Map<string, MessageRow>
  /** When the job of a message was written. */
  queuedAt: Map<string, Date>
  failedSignIns: number
  refusedProofs: number
  noAccountEmails: Map<string, { messageId: string; at: Date }>
}

export function createTables(): Tables {
  return {
    accounts: [],
    requests: [],
    secrets: [],
    sessions: [],
    jobs: [],
    messages: new Map(),
    queuedAt: new Map(),
    failedSignIns: 0,
    refusedProofs: 0,
    noAccountEmails: new Map(),
  }
}

export function accountByAddress(tables: Tables, canonical: string): AccountRow | undefined {
  return tables.accounts.find((account) => account.owner.canonical === canonical)
}

/** The account a secret or a session was made for, as long as neither it nor its password changed. */
export function unchangedAccount(
  tables: Tables,
  row: { accountId: string; credentialVersion: number },
): AccountRow | undefined {
  return tables.accounts.find(
    (account) =>
      account.id === row.accountId &&
      account.status === 'active' &&
      account.credentialVersion === row.credentialVersion,
  )
}
