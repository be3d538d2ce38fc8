import {
  type EmailAddress,
  type InsteadFacts,
  NOT_ME_LIFETIME_MINUTES,
  type Preparation,
  type Prepared,
  type RecoveryFacts,
  type SuppressionReason,
  storedEmailAddress,
} from '@latchkey/core'
import { type Kysely, sql, type Transaction } from 'kysely'
import { DELIVERY } from '../queue.ts'
import type { Schema } from '../schema.ts'
import { rowsOf } from './message-store.ts'

export const NOTICE_LIFETIME = sql`interval '24 hours'`
/** After that, a recovery mail is no news any more. */
const MAIL_WAITS = sql`interval '60 minutes'`

type Lifetimes = { linkMinutes: number; codeMinutes: number }

/** What is known of a message before its attempt is begun. */
type Draft = Preparation & {
  fate:
    | 'send'
    | { state: 'suppressed'; reason: SuppressionReason }
    | { state: 'dead'; reason: 'expired' }
  requestId?: string
  to?: { owner: EmailAddress; locale: string | undefined }
  account?: { id: string; version: number }
  recovery?: Pick<RecoveryFacts, 'requestedAt' | 'device'>
  instead?: InsteadFacts | undefined
}

const expired = { state: 'dead', reason: 'expired' } as const

/** A few statements, however many messages there are. */
export async function prepareMessages(
  trx: Transaction<Schema>,
  preparations: readonly Preparation[],
  lifetimes: Lifetimes,
): Promise<Prepared[]> {
  const recoveries = await recoveryDrafts(trx, preparations)
  const notices = await noticeDrafts(trx, preparations)
  const drafts = preparations.map((preparation): Draft => {
    const { messageId } = preparation.attempt
    const draft = recoveries.get(messageId) ?? notices.get(messageId)
    return draft ?? { ...preparation, fate: expired }
  })
  await leaveOutTheTold(trx, drafts)

  const begun = await beginAttempts(trx, drafts)
  const toSend = drafts.filter(
    ({ attempt, fate }) => fate === 'send' && begun.has(attempt.messageId),
  )
  const expiries = await storeSecrets(trx, toSend, lifetimes)
  const notMeExpiries = await storeNotMe(trx, toSend)
  await auditRequests(
    trx,
    drafts.flatMap((d) =>
      begun.get(d.attempt.messageId)?.attempts === 1 ? (d.requestId ?? []) : [],
    ),
  )
  const ended = drafts.filter((draft) => !toSend.includes(draft))
  await endJobs(trx, ended)

  return drafts.map((draft): Prepared => {
    const { messageId } = draft.attempt
    const row = begun.get(messageId)
    if (!row) return { status: 'handed-over' }
    const { fate, to } = draft
    if (fate !== 'send') return { status: fate.state, reason: fate.reason } as Prepared
    if (!to) throw new Error('There is nobody to send it to')
    return {
      status: 'ready',
      ...to,
      tries: row.attempts,
      brokeOff: row.broke_off,
      recovery: draft.recovery && { ...draft.recovery, ...expiriesOf(draft, expiries) },
      instead: draft.instead,
      notMeExpiresAt: notMeExpiries.get(messageId),
    }
  })
}

async function recoveryDrafts(
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
    join recovery_request r on r.id = w.request_id
    left join account a on a.email_canonical = r.email_canonical`.execute(db)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const drafts = new Map<string, Draft>()
  for (const { preparation, job, id } of wanted) {
    const row = byId.get(id)
    if (!row) continue
    drafts.set(id, { ...preparation, ...judged(row, preparation), requestId: job.requestId })
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
  { attempt: { job }, tellsNoAccount }: Preparation,
): Pick<Draft, 'fate' | 'to' | 'account' | 'recovery' | 'instead'> {
  const suppressed = (reason: SuppressionReason) => ({
    fate: { state: 'suppressed', reason } as const,
  })
  if (!row.timely) return { fate: expired }
  if (job.kind === 'recovery' && job.withheld) return suppressed('limit')
  const asked = { requestedAt: row.requested_at, device: row.device ?? undefined }
  const known = accountOf(row, row.asked_in)
  if (!known) {
    if (!tellsNoAccount) return suppressed('no-account')
    const owner = storedEmailAddress(row.asked_for, row.asked_for)
    const to = { owner, locale: row.asked_in ?? undefined }
    return { fate: 'send', to, instead: { kind: 'no-account', ...asked } }
  }
  if (row.status !== 'active') return suppressed('disabled')
  if (!row.has_password)
    return { fate: 'send', ...known, instead: { kind: 'no-password', ...asked } }
  return { fate: 'send', ...known, recovery: asked }
}

/** An address without an account is told so once in 24 hours, however often and wherever it is asked for. */
async function leaveOutTheTold(trx: Transaction<Schema>, drafts: Draft[]): Promise<void> {
  const telling = drafts.filter(({ instead }) => instead?.kind === 'no-account')
  if (telling.length === 0) return
  const addresses = [...new Set(telling.map(({ to }) => to?.owner.canonical ?? ''))].sort()
  // Two workers that tell one address wait for each other here, always in the same order.
  for (const address of addresses) {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`no-account ${address}`}, 0))`.execute(
      trx,
    )
  }
  const { rows } = await sql<{ email_canonical: string; id: string }>`
    select r.email_canonical, m.id from recovery_request asked
    join recovery_request r on r.address_digest = asked.address_digest
      and r.created_at > clock_timestamp() - interval '2 days'
    join message m on m.request_id = r.id
    where asked.id = any(${telling.map(({ requestId }) => requestId)}::uuid[])
      and m.kind = 'no-account' and m.created_at > clock_timestamp() - interval '24 hours'
      and m.state in ('sending', 'delayed', 'handed-over')
    order by m.created_at`.execute(trx)
  const told = new Map<string, string>()
  const first = (address: string, id: string) => {
    if (!told.has(address)) told.set(address, id)
    return told.get(address) === id
  }
  for (const row of rows) first(row.email_canonical, row.id)
  for (const draft of telling) {
    if (first(draft.to?.owner.canonical ?? '', draft.attempt.messageId)) continue
    draft.fate = { state: 'suppressed', reason: 'no-account' }
    draft.instead = undefined
  }
}

/** All other kinds concern an account that is known, and something that happened to it. */
async function noticeDrafts(
  db: Kysely<Schema>,
  preparations: readonly Preparation[],
): Promise<Map<string, Draft>> {
  const wanted = preparations.flatMap((preparation) => {
    const { messageId, job } = preparation.attempt
    if (job.kind === 'recovery') return []
    return [{ preparation, id: messageId, account_id: job.accountId, at: job.changedAt }]
  })
  if (wanted.length === 0) return new Map()
  const { rows } = await sql<AccountRow & { id: string; timely: boolean }>`
    select w.id, w.at > clock_timestamp() - ${NOTICE_LIFETIME} as timely,
      a.id as account_id, a.email, a.email_canonical, a.locale, a.credential_version
    from jsonb_to_recordset(${rowsOf(wanted.map(({ id, account_id, at }) => ({ id, account_id, at })))})
      as w(id uuid, account_id uuid, at timestamptz)
    left join account a on a.id = w.account_id`.execute(db)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const drafts = new Map<string, Draft>()
  for (const { preparation, id } of wanted) {
    const row = byId.get(id)
    const known = row && accountOf(row, null)
    const nobody = { state: 'suppressed', reason: 'no-account' } as const
    if (!known) drafts.set(id, { ...preparation, fate: nobody })
    else drafts.set(id, { ...preparation, fate: row.timely ? 'send' : expired, ...known })
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

type Begun = { id: string; attempts: number; broke_off: boolean }

/** Counts an attempt each; those that came to their end already are not among the answers. */
async function beginAttempts(
  trx: Transaction<Schema>,
  drafts: readonly Draft[],
): Promise<Map<string, Begun>> {
  const messages = drafts.map(({ attempt, fate, requestId, account, instead }) => ({
    id: attempt.messageId,
    kind: instead?.kind ?? attempt.job.kind,
    state: fate === 'send' ? 'sending' : fate.state,
    detail: fate === 'send' ? null : fate.reason,
    request_id: requestId ?? null,
    account_id: account?.id ?? null,
    asked_at: attempt.queuedAt,
  }))
  // One that still says "sending" was left by an attempt that never said how it ended.
  const { rows } = await sql<Begun>`
    with before as materialized (
      select m.id, m.state from message m
      where m.id in (select o.id from jsonb_to_recordset(${rowsOf(messages)}) as o(id uuid))
    )
    insert into message (id, kind, state, detail, request_id, account_id, asked_at)
    select id, kind, state, detail, request_id, account_id, asked_at
    from jsonb_to_recordset(${rowsOf(messages)}) as o(id uuid, kind text, state text, detail text,
      request_id uuid, account_id uuid, asked_at timestamptz)
    on conflict (id) do update set
      kind = excluded.kind, state = excluded.state, detail = excluded.detail, failure = null, updated_at = clock_timestamp(),
      account_id = excluded.account_id, attempts = message.attempts + 1,
      unclear = message.unclear + (message.state = 'sending')::integer
    where message.state in ('sending', 'delayed')
    returning id, attempts, exists (
      select from before where before.id = message.id and before.state = 'sending'
    ) as broke_off`.execute(trx)
  return new Map(rows.map((row) => [row.id, row]))
}

type Expiries = Map<string, Date>
const expiryKey = (id: string, kind: 'link' | 'code') => `${kind} ${id}`

async function storeSecrets(
  trx: Transaction<Schema>,
  drafts: readonly Draft[],
  lifetimes: Lifetimes,
): Promise<Expiries> {
  const secrets = drafts.flatMap(({ attempt, secrets, account, requestId, recovery }) => {
    if (!secrets || !account || !requestId || !recovery) return []
    const common = {
      message_id: attempt.messageId,
      request_id: requestId,
      account_id: account.id,
      version: account.version,
    }
    return [
      { ...common, kind: 'link', digest: hex(secrets.link), minutes: lifetimes.linkMinutes },
      { ...common, kind: 'code', digest: hex(secrets.code), minutes: lifetimes.codeMinutes },
    ]
  })
  if (secrets.length === 0) return new Map()
  // A mail that waited still gets its full lifetimes, but never beyond the end of its request. The same six digits
  // drawn twice for one request live longer, unless they were spent.
  const { rows } = await sql<{ message_id: string; kind: 'link' | 'code'; expires_at: Date }>`
    with wanted as materialized (
      select * from jsonb_to_recordset(${rowsOf(secrets)}) as o(message_id uuid, kind text, digest text,
        request_id uuid, account_id uuid, version integer, minutes integer)
    ), stored as (
      insert into secret (digest, kind, request_id, account_id, credential_version, expires_at)
      select decode(w.digest, 'hex'), w.kind, w.request_id, w.account_id, w.version,
        least(r.closes_at, clock_timestamp() + make_interval(mins => w.minutes))
      from wanted w join recovery_request r on r.id = w.request_id
      on conflict (digest) do update set expires_at = excluded.expires_at
      returning digest, expires_at
    )
    select w.message_id, w.kind, s.expires_at from wanted w
    join stored s on s.digest = decode(w.digest, 'hex')`.execute(trx)
  return new Map(rows.map((row) => [expiryKey(row.message_id, row.kind), row.expires_at]))
}

async function storeNotMe(
  trx: Transaction<Schema>,
  drafts: readonly Draft[],
): Promise<Map<string, Date>> {
  const secrets = drafts.flatMap(({ attempt, notMe, account }) =>
    notMe && account
      ? [
          {
            message_id: attempt.messageId,
            digest: hex(notMe),
            account_id: account.id,
            version: account.version,
          },
        ]
      : [],
  )
  if (secrets.length === 0) return new Map()
  const { rows } = await sql<{ message_id: string; expires_at: Date }>`
    with wanted as materialized (
      select * from jsonb_to_recordset(${rowsOf(secrets)})
        as o(message_id uuid, digest text, account_id uuid, version integer)
    ), stored as (
      insert into secret (digest, kind, account_id, credential_version, expires_at)
      select decode(digest, 'hex'), 'not-me', account_id, version,
        clock_timestamp() + make_interval(mins => ${NOT_ME_LIFETIME_MINUTES}::integer)
      from wanted returning digest, expires_at
    )
    select w.message_id, s.expires_at from wanted w
    join stored s on s.digest = decode(w.digest, 'hex')`.execute(trx)
  return new Map(rows.map((row) => [row.message_id, row.expires_at]))
}

function expiriesOf({ attempt }: Draft, expiries: Expiries) {
  const of = (kind: 'link' | 'code') => {
    const expiry = expiries.get(expiryKey(attempt.messageId, kind))
    if (!expiry) throw new Error(`No ${kind} was stored`)
    return expiry
  }
  return { linkExpiresAt: of('link'), codeExpiresAt: of('code') }
}

async function auditRequests(trx: Transaction<Schema>, requestIds: readonly string[]) {
  if (requestIds.length === 0) return
  await trx
    .insertInto('audit_event')
    .columns(['kind', 'outcome', 'at', 'request_id', 'address_digest', 'client_digest'])
    .expression((eb) =>
      eb
        .selectFrom('recovery_request')
        .select([
          sql.lit('requested').as('kind'),
          sql.lit('accepted').as('outcome'),
          'created_at',
          'id',
          'address_digest',
          'client_digest',
        ])
        .where('id', 'in', requestIds),
    )
    .execute()
}

async function endJobs(trx: Transaction<Schema>, ended: readonly Draft[]) {
  if (ended.length === 0) return
  const jobs = ended.map(({ attempt: { messageId, claim } }) => ({ id: messageId, claim }))
  await sql`
    delete from queue.job j using jsonb_to_recordset(${rowsOf(jobs)}) as o(id uuid, claim integer)
    where j.name = ${DELIVERY} and j.id = o.id and j.retry_count = o.claim`.execute(trx)
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}
