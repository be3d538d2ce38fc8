import {
  type EmailAddress,
  type MessageKind,
  type Preparation,
  type PreparedEmail,
  type SuppressionReason,
  storedEmailAddress,
} from '@latchkey/core'
import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { byIndex, rowsOf } from '../statements/batch-sql.ts'

export const NOTICE_LIFETIME = sql`interval '24 hours'`
/** After that, a recovery mail is no news any more. */
const MAIL_WAITS = sql`interval '60 minutes'`

/** What is known of a message before its attempt is begun. */
export type Draft = Preparation & {
  /** The kind its job asked for, or the one that is sent in its place. */
  kind: MessageKind
  fate:
    | 'send'
    | { state: 'suppressed'; reason: SuppressionReason }
    | { state: 'dead'; reason: 'expired' }
  request?: { id: string } & NonNullable<PreparedEmail['request']>
  to?: { owner: EmailAddress; locale: string | undefined }
  account?: { id: string; version: number }
}

export const expired = { state: 'dead', reason: 'expired' } as const

/** Of those that were asked for. */
export async function recoveryDrafts(
  db: Kysely<Schema>,
  preparations: readonly Preparation[],
): Promise<Map<string, Draft>> {
  const wanted = preparations.flatMap((preparation) => {
    const { messageId, queuedAt, job } = preparation.attempt
    if (job.kind !== 'recovery') return []
    return [{ preparation, job, id: messageId, request_id: job.requestId, queued_at: queuedAt }]
  })
  if (wanted.length === 0) return new Map()
  const { rows } = await sql<RecoveryRow>`
    select w.id, r.device, r.locale as asked_in, r.created_at as requested_at,
      r.closes_at > clock_timestamp() and w.queued_at > clock_timestamp() - ${MAIL_WAITS} as timely,
      r.email_canonical as asked_for,
      a.id as account_id, a.email, a.email_canonical, a.status, a.locale, a.credential_version,
      a.password_hash is not null as has_password
    from jsonb_to_recordset(${rowsOf(wanted.map(({ id, request_id, queued_at }) => ({ id, request_id, queued_at })))})
      as w(id uuid, request_id uuid, queued_at timestamptz)
    cross join lateral (select * from recovery_request where id = w.request_id ${byIndex}) r
    left join lateral (select * from account where email_canonical = r.email_canonical ${byIndex}) a on true`.execute(
    db,
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  const drafts = new Map<string, Draft>()
  for (const { preparation, job, id } of wanted) {
    const row = byId.get(id)
    if (!row) continue
    const request = {
      id: job.requestId,
      requestedAt: row.requested_at,
      device: row.device ?? undefined,
    }
    drafts.set(id, { ...preparation, kind: job.kind, request, ...judged(row, preparation) })
  }
  return drafts
}

type RecoveryRow = {
  id: string
  device: string | null
  asked_in: string | null
  asked_for: string
  requested_at: Date
  timely: boolean
} & (AccountRow & { status: 'active' | 'disabled'; has_password: boolean })

type AccountRow = {
  account_id: string | null
  email: string
  email_canonical: string
  locale: string | null
  credential_version: number
}

function judged(
  row: RecoveryRow,
  { attempt: { job }, emailNoAccount }: Preparation,
): Pick<Draft, 'fate' | 'to' | 'account'> & { kind?: MessageKind } {
  const suppressed = (reason: SuppressionReason) => ({
    fate: { state: 'suppressed', reason } as const,
  })
  if (!row.timely) return { fate: expired }
  if (job.kind === 'recovery' && job.withheld) return suppressed('limit')
  const known = accountOf(row, row.asked_in)
  if (!known) {
    if (!emailNoAccount) return suppressed('no-account')
    const owner = storedEmailAddress(row.asked_for, row.asked_for)
    const to = { owner, locale: row.asked_in ?? undefined }
    return { fate: 'send', to, kind: 'no-account' }
  }
  if (row.status !== 'active') return suppressed('disabled')
  return { fate: 'send', ...known, ...(!row.has_password && { kind: 'no-password' }) }
}

/** All other kinds concern an account that is known, and something that happened to it. */
export async function noticeDrafts(
  db: Kysely<Schema>,
  preparations: readonly Preparation[],
): Promise<Map<string, Draft>> {
  const wanted = preparations.flatMap((preparation) => {
    const { messageId, job } = preparation.attempt
    if (job.kind === 'recovery') return []
    return [{ preparation, job, id: messageId, account_id: job.accountId, at: job.changedAt }]
  })
  if (wanted.length === 0) return new Map()
  const { rows } = await sql<AccountRow & { id: string; timely: boolean }>`
    select w.id, w.at > clock_timestamp() - ${NOTICE_LIFETIME} as timely,
      a.id as account_id, a.email, a.email_canonical, a.locale, a.credential_version
    from jsonb_to_recordset(${rowsOf(wanted.map(({ id, account_id, at }) => ({ id, account_id, at })))})
      as w(id uuid, account_id uuid, at timestamptz)
    left join lateral (select * from account where id = w.account_id ${byIndex}) a on true`.execute(
    db,
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  const drafts = new Map<string, Draft>()
  for (const { preparation, job, id } of wanted) {
    const row = byId.get(id)
    const known = row && accountOf(row, null)
    const { kind } = job
    const noAccount = { state: 'suppressed', reason: 'no-account' } as const
    if (!known) drafts.set(id, { ...preparation, kind, fate: noAccount })
    else drafts.set(id, { ...preparation, kind, fate: row.timely ? 'send' : expired, ...known })
  }
  return drafts
}

function accountOf(
  row: AccountRow,
  askedIn: string | null,
): Required<Pick<Draft, 'to' | 'account'>> | undefined {
  if (row.account_id === null) return undefined
  return {
    to: {
      owner: storedEmailAddress(row.email, row.email_canonical),
      locale: row.locale ?? askedIn ?? undefined,
    },
    account: { id: row.account_id, version: row.credential_version },
  }
}
