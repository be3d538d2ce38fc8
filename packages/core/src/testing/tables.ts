import type { AddressDigest, SecretDigest, TokenDigest } from '../digest.ts'
import type { EmailAddress } from '../email-address.ts'
import type { AccountStatus, DeliveryJob } from '../ports/index.ts'
import type { SecretKind } from '../secret.ts'
import type { SuppressionCause, SuppressionTerm } from '../suppression.ts'

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
  timeZone?: string | undefined
  requestedAt: Date
  expiresAt: Date
  /** When its last email was queued that no limit withheld. */
  emailedAt: Date | undefined
  tries: number
  triesByAddress: number
}

export type SecretRow = {
  kind: SecretKind
  digest: SecretDigest
  requestId: string | undefined
  accountId: string
  credentialVersion: number
  createdAt: Date
  expiresAt: Date
  end: 'spent' | 'voided' | undefined
}

export type SessionRow = {
  digest: TokenDigest
  accountId: string
  credentialVersion: number
  signedInAt: Date
  lastSeenAt: Date
  expiresAt: Date
}

/** A job in the outbox. `claim` grows with every claim; a job that is `leased` belongs to one worker. */
export type JobRow = {
  id: string
  job: DeliveryJob
  queuedAt: Date
  dueAt: Date
  claim: number
  leased: boolean
}

export type MessageRow = {
  state: 'sending' | 'handed-over' | 'delayed' | 'dead' | 'suppressed'
  answer: string
  tries: number
  createdAt: Date
  requestId: string | undefined
}

export type SuppressionRow = SuppressionTerm & { digest: AddressDigest; cause: SuppressionCause }

/** What the in-memory stores share, as the real ones share a database. */
export type Tables = {
  accounts: AccountRow[]
  requests: RequestRow[]
  secrets: SecretRow[]
  sessions: SessionRow[]
  jobs: JobRow[]
  messages: Map<string, MessageRow>
  /** By canonical address: the `no-account` email it got last. */
  noAccountEmails: Map<string, { messageId: string; at: Date }>
  /** By cause and digest. */
  suppressions: Map<string, SuppressionRow>
  failedSignIns: number
  refusedProofs: number
}

export function createTables(): Tables {
  return {
    accounts: [],
    requests: [],
    secrets: [],
    sessions: [],
    jobs: [],
    messages: new Map(),
    noAccountEmails: new Map(),
    suppressions: new Map(),
    failedSignIns: 0,
    refusedProofs: 0,
  }
}

export function accountByAddress(tables: Tables, canonical: string): AccountRow | undefined {
  return tables.accounts.find((account) => account.owner.canonical === canonical)
}

/** Deletes an account and what belongs to it. */
export function deleteAccount(tables: Tables, id: string): void {
  tables.accounts = tables.accounts.filter((account) => account.id !== id)
  tables.secrets = tables.secrets.filter(({ accountId }) => accountId !== id)
  tables.sessions = tables.sessions.filter(({ accountId }) => accountId !== id)
}

/** The account of a secret or a session, if it is active and its credentials are those of then. */
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
