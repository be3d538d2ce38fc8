import {
  type DeliveryAttempt,
  type DeliveryJob,
  type EmailAddress,
  jobKinds,
  type MessageKind,
  type NoticeJob,
  type Preparation,
  type PreparedEmail,
  type SuppressionReason,
  storedEmailAddress,
} from '@latchkey/core'
import { type Kysely, sql } from 'kysely'
import { type AccountRow, accountAt, ownerOf } from '../accounts/account-table.ts'
import { accountsOf } from '../accounts/accounts-of.ts'
import { areCodesClosed } from '../limits/codes-closed.ts'
import type { Schema } from '../schema.ts'
import { byKey, minutesAgo, now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { rows } from '../statements/rows.ts'

/** What is known of a message before its attempt begins. */
export type Draft = Preparation & {
  /** The kind its job asks for, or the one that is sent in its place. */
  kind: MessageKind
  fate:
    | 'send'
    | { status: 'suppressed'; reason: SuppressionReason }
    | { status: 'dead'; reason: 'expired' }
  to?: { owner: EmailAddress; locale: string | undefined }
  account?: { id: string; version: string }
  request?: { id: string } & NonNullable<PreparedEmail['request']>
  /** A code would be refused although it is right. */
  codesClosed?: boolean
  /** Of an email with a link that a limit withholds: to whom it would go. */
  withheldFrom?: Required<Pick<Draft, 'to' | 'account'>>
}

const expired = { status: 'dead', reason: 'expired' } as const

function suppressed(reason: SuppressionReason) {
  return { status: 'suppressed', reason } as const
}

/** A draft for each, in their order. */
export async function draftMessages(
  db: Kysely<Schema>,
  preparations: readonly Preparation[],
): Promise<Draft[]> {
  const attempts = preparations.map(({ attempt }) => attempt)
  const mostInARow = preparations[0]?.mostGuessesInARow ?? 0
  const recoveries = await recoveryFactsOf(db, attempts.filter(isRecovery), mostInARow)
  const notices = await noticeFactsOf(db, attempts.filter(isNotice))
  return preparations.map((preparation) => {
    const { job, jobId } = preparation.attempt
    const draft =
      job.kind === 'recovery'
        ? draftRecovery(job, recoveries.get(jobId), preparation)
        : draftNotice(job, notices.get(jobId))
    return { ...preparation, kind: job.kind, ...draft }
  })
}

type RecoveryJob = Extract<DeliveryJob, { kind: 'recovery' }>
type RecoveryAttempt = DeliveryAttempt & { job: RecoveryJob }
type NoticeAttempt = DeliveryAttempt & { job: NoticeJob }

function isRecovery(attempt: DeliveryAttempt): attempt is RecoveryAttempt {
  return attempt.job.kind === 'recovery'
}

function isNotice(attempt: DeliveryAttempt): attempt is NoticeAttempt {
  return 'occurredAt' in attempt.job
}

/** Without a row, there is no such request any more. */
function draftRecovery(
  { requestId, withheld }: RecoveryJob,
  row: RecoveryRow | undefined,
  { emailNoAccount }: Preparation,
): Omit<Draft, keyof Preparation | 'kind'> & Partial<Pick<Draft, 'kind'>> {
  if (!row) return { fate: expired }
  const request = {
    id: requestId,
    requestedAt: row.requested_at,
    device: row.device ?? undefined,
    requestedIn: row.requested_in ?? undefined,
    timeZone: row.time_zone ?? undefined,
  }
  if (!row.timely) return { fate: expired, request }
  if (withheld) {
    const { to, account } = recipientOf(row, row.requested_in)
    const mayRecover = row.status === 'active' && row.has_password
    const withheldFrom = mayRecover && to && account ? { to, account } : undefined
    return {
      ...{ fate: suppressed('limit'), request, codesClosed: row.codes_closed },
      ...(withheldFrom && { withheldFrom }),
    }
  }
  // Nobody knows whose email it would be. Nor may it say that there is no account.
  if (row.shared_by > 1) return { fate: suppressed('disabled'), request }
  if (row.account_id === null) {
    if (!emailNoAccount) return { fate: suppressed('no-account'), request }
    const owner = storedEmailAddress(row.requested_for, row.requested_for)
    const to = { owner, locale: row.requested_in ?? undefined }
    return { fate: 'send', kind: 'no-account', to, request }
  }
  if (row.status !== 'active') return { fate: suppressed('disabled'), request }
  const known = recipientOf(row, row.requested_in)
  return row.has_password
    ? { fate: 'send', request, codesClosed: row.codes_closed, ...known }
    : { fate: 'send', kind: 'no-password', request, ...known }
}

/** Without a row, the account was removed. */
function draftNotice(
  { locale }: NoticeJob,
  row: NoticeRow | undefined,
): Pick<Draft, 'fate' | 'to' | 'account'> {
  if (!row) return { fate: suppressed('no-account') }
  return { fate: row.timely ? 'send' : expired, ...recipientOf(row, locale ?? null) }
}

type Recipient = { account_id: string | null } & {
  [Name in 'email' | 'email_canonical' | 'locale' | 'version']: AccountRow[Name] | null
}

function recipientOf(
  { account_id, email, email_canonical, locale, version }: Recipient,
  requestedIn: string | null,
): Pick<Draft, 'to' | 'account'> {
  const owner = ownerOf({ email, email_canonical })
  if (account_id === null || !owner) return {}
  return {
    to: { owner, locale: locale ?? requestedIn ?? undefined },
    account: { id: account_id, version: version ?? '' },
  }
}

type FoundRow = Awaited<ReturnType<typeof recoveryFacts>>[number]
type RecoveryRow = FoundRow & { shared_by: number }

const nobody = { account_id: null, email: null, email_canonical: null, status: null } as const

async function recoveryFactsOf(
  db: Kysely<Schema>,
  attempts: readonly RecoveryAttempt[],
  mostInARow: number,
) {
  if (attempts.length === 0) return new Map<string, RecoveryRow>()
  const jobs = attempts.map(({ jobId, queuedAt, job }) => ({
    ...{ job_id: jobId, request_id: job.requestId, queued_at: queuedAt },
  }))
  const { duplicates } = accountsOf(db)
  const candidates = Map.groupBy(
    await recoveryFacts(db, { jobs, mostInARow }),
    ({ job_id }) => job_id,
  )
  return byJob(
    [...candidates.values()].flatMap(([first, ...others]): RecoveryRow[] => {
      if (!first) return []
      const at = accountAt([first, ...others], first.requested_for, duplicates)
      return [{ ...(at?.row ?? { ...first, ...nobody }), shared_by: at?.sharedBy ?? 0 }]
    }),
  )
}

type RecoveryJobRow = { job_id: string; request_id: string; queued_at: Date }

const recoveryFacts = prepared(
  'recovery-facts',
  (db, p: Values<{ jobs: RecoveryJobRow[]; mostInARow: number }>, accounts) =>
    db
      .selectFrom(
        rows('job', p.jobs, { job_id: 'uuid', request_id: 'uuid', queued_at: 'timestamptz' }),
      )
      .innerJoinLateral(
        (eb) =>
          eb
            .selectFrom('recovery_request as r')
            .select(({ ref }) => [
              // Without its own collation, which would be that of the comparison with the column of an application: no
              // index of theirs serves it.
              sql<string>`${ref('r.email_canonical')} collate "default"`.as('email_canonical'),
              'r.email_unicode',
              'r.address_digest',
              'r.tries',
              'r.device',
              'r.locale',
              'r.time_zone',
              'r.created_at',
              'r.closes_at',
            ])
            .whereRef('r.id', '=', 'job.request_id')
            .offset(byKey)
            .as('request'),
        (join) => join.onTrue(),
      )
      .leftJoinLateral(
        (eb) =>
          accounts
            .byAddress(eb, {
              canonical: eb.ref('request.email_canonical'),
              unicode: eb.ref('request.email_unicode'),
            })
            .offset(byKey)
            .as('owner'),
        (join) => join.onTrue(),
      )
      .select(({ eb, and, cast, ref }) => [
        'job.job_id',
        'request.device',
        'request.locale as requested_in',
        'request.time_zone',
        'request.email_canonical as requested_for',
        'request.created_at as requested_at',
        'owner.id as account_id',
        'owner.email',
        'owner.email_canonical',
        'owner.status',
        'owner.locale',
        'owner.version',
        'owner.has_password',
        and([
          eb('request.closes_at', '>', now),
          eb('job.queued_at', '>', minutesAgo(jobKinds.recovery.deadlineMinutes)),
        ])
          .$castTo<boolean>()
          .as('timely'),
        areCodesClosed(
          db,
          { tries: ref('request.tries'), addressDigest: ref('request.address_digest') },
          cast<number>(p.mostInARow, 'integer'),
        ).as('codes_closed'),
      ]),
)

type NoticeRow = Awaited<ReturnType<typeof noticeFacts>>[number]

async function noticeFactsOf(db: Kysely<Schema>, attempts: readonly NoticeAttempt[]) {
  if (attempts.length === 0) return new Map<string, NoticeRow>()
  const jobs = attempts.map(({ jobId, job }) => ({
    ...{ job_id: jobId, account_id: job.accountId, occurred_at: job.occurredAt },
    deadline_minutes: jobKinds[job.kind].deadlineMinutes,
  }))
  return byJob(await noticeFacts(db, { jobs }))
}

type NoticeJobRow = {
  job_id: string
  account_id: string
  occurred_at: string
  deadline_minutes: number
}

const noticeFacts = prepared('notice-facts', (db, p: Values<{ jobs: NoticeJobRow[] }>, accounts) =>
  db
    .selectFrom(
      rows('job', p.jobs, {
        job_id: 'uuid',
        account_id: 'text',
        occurred_at: 'text',
        deadline_minutes: 'integer',
      }),
    )
    .innerJoinLateral(
      (eb) => accounts.byId(eb, eb.ref('job.account_id')).offset(byKey).as('owner'),
      (join) => join.onTrue(),
    )
    .select(({ eb }) => [
      'job.job_id',
      'owner.id as account_id',
      'owner.email',
      'owner.email_canonical',
      'owner.locale',
      'owner.version',
      eb(
        eb.cast<Date>('job.occurred_at', 'timestamptz'),
        '>',
        minutesAgo(eb.ref('job.deadline_minutes')),
      )
        .$castTo<boolean>()
        .as('timely'),
    ]),
)

function byJob<Row extends { job_id: string }>(found: readonly Row[]): Map<string, Row> {
  return new Map(found.map((row) => [row.job_id, row]))
}
