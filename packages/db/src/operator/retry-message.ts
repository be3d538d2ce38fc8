import { type DeliveryJob, jobKinds, type MessageKind, type NoticeJob } from '@latchkey/core'
import type { Kysely, Transaction } from 'kysely'
import { type AuditKind, type AuditOutcome, auditOutcomes } from '../audit.ts'
import type { Queue } from '../queue/queue.ts'
import type { Schema } from '../schema.ts'
import { minutesAgo, now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { transaction } from '../statements/transaction.ts'
import type { By } from './revoke.ts'

/** `hurried`: its next attempt is due now. `queued`: it was dead, and is tried again. */
export type Retried = { status: 'hurried' | 'queued' } | { status: 'refused'; reason: NoRetry }

/** Why a message is not tried again. */
export type NoRetry = 'unknown' | 'under-way' | 'handed-over' | 'suppressed' | 'too-late'

/** A message keeps its id, so that any number of retries make one email. What is retried is in the audit trail. */
export async function retryMessage(
  { db, queue }: { db: Kysely<Schema>; queue: Queue },
  messageId: string,
  by: By,
): Promise<Retried> {
  return transaction<Retried>(db, async (trx) => {
    const [hurried] = await hurryJob(trx, { messageId })
    if (hurried) {
      await recordRetry(trx, { ...by, messageId, outcome: 'hurried' })
      return { status: 'hurried' }
    }
    const [leased] = await leasedJob(trx, { messageId })
    const [message] = await lockMessage(trx, { messageId })
    if (leased) return refused('under-way')
    if (!message) return refused('unknown')
    if (message.state === 'handed-over' || message.state === 'suppressed') {
      return refused(message.state)
    }
    const job = message.request_id
      ? await recoveryJob(trx, message.request_id)
      : await noticeJob(trx, message)
    if (!job) return refused('too-late')

    await delayMessage(trx, { messageId })
    await queue.enqueue(trx, job, messageId)
    await recordRetry(trx, { ...by, messageId, outcome: 'queued' })
    return { status: 'queued' }
  })
}

function refused(reason: NoRetry): Retried {
  return { status: 'refused', reason }
}

async function recoveryJob(
  trx: Transaction<Schema>,
  requestId: string,
): Promise<DeliveryJob | undefined> {
  const [open] = await openRequest(trx, { requestId })
  // A message that was withheld is suppressed and does not come here.
  return open && { kind: 'recovery', requestId, withheld: false }
}

/** The message does not say when it happened that it tells of; the audit trail does. */
async function noticeJob(
  trx: Transaction<Schema>,
  message: { kind: MessageKind; account_id: string | null; created_at: Date },
): Promise<DeliveryJob | undefined> {
  const { kind, account_id: accountId, created_at: before } = message
  if (accountId === null || !isNotice(kind)) return undefined
  const minutes = jobKinds[kind].deadlineMinutes
  const [told] = await lastToldOf(trx, { accountId, before, minutes, ...tellsOf[kind] })
  if (!told) return undefined
  const occurredAt = told.at.toISOString()
  if (kind === 'link-issued') return { kind, accountId, occurredAt }
  if (kind === 'password-changed') {
    return { kind, accountId, occurredAt, locale: told.locale, timeZone: told.time_zone }
  }
  const [campaign] = await lastCampaign(trx, { accountId, before })
  if (!campaign) return undefined
  const { public_reason: publicReason, is_locked: isLocked } = campaign
  return { kind, accountId, occurredAt, publicReason, isLocked }
}

type TellsOf = { event: AuditKind; outcomes: readonly AuditOutcome[] }

/** What a notice tells of, in the audit trail. */
const tellsOf = {
  'password-changed': { event: 'password-changed', outcomes: ['changed'] },
  'link-issued': { event: 'link-issued', outcomes: auditOutcomes['link-issued'] },
  'reset-required': { event: 'reset-required', outcomes: auditOutcomes['reset-required'] },
} as const satisfies Record<NoticeJob['kind'], TellsOf>

function isNotice(kind: MessageKind): kind is NoticeJob['kind'] {
  return kind in tellsOf
}

type Message = { messageId: string }

const hurryJob = prepared('hurry-job', (db, p: Values<Message>) =>
  db
    .updateTable('outbox_job')
    .set({ due_at: now })
    .where('id', '=', p.messageId)
    .where('leased_at', 'is', null)
    .returning('id'),
)

const leasedJob = prepared('leased-job', (db, p: Values<Message>) =>
  db
    .selectFrom('outbox_job')
    .select('id')
    .where('id', '=', p.messageId)
    .where('leased_at', 'is not', null),
)

const lockMessage = prepared('lock-message', (db, p: Values<Message>) =>
  db
    .selectFrom('message')
    .select(['kind', 'state', 'request_id', 'account_id', 'created_at'])
    .where('id', '=', p.messageId)
    .forUpdate(),
)

const delayMessage = prepared('delay-message', (db, p: Values<Message>) =>
  db
    .updateTable('message')
    .set({ state: 'delayed', updated_at: now })
    .where('id', '=', p.messageId),
)

/** A job that no worker has begun has no message yet. */
const recordRetry = prepared(
  'record-message-retry',
  (db, p: Values<By & Message & { outcome: 'hurried' | 'queued' }>) =>
    db.insertInto('audit_event').values(({ selectFrom }) => ({
      kind: 'message-retried',
      outcome: p.outcome,
      request_id: selectFrom('message').select('request_id').where('id', '=', p.messageId),
      account_id: selectFrom('message').select('account_id').where('id', '=', p.messageId),
      operator: p.operator,
      reason: p.reason,
    })),
)

const openRequest = prepared('find-open-request', (db, p: Values<{ requestId: string }>) =>
  db
    .selectFrom('recovery_request')
    .select('id')
    .where('id', '=', p.requestId)
    .where('closes_at', '>', now),
)

/** What happened to an account before its message was made. */
type BeforeMessage = { accountId: string; before: Date }

const lastToldOf = prepared(
  'last-told-of',
  (db, p: Values<BeforeMessage & TellsOf & { minutes: number }>) =>
    db
      .selectFrom('audit_event')
      .leftJoin('recovery_request as request', 'request.id', 'audit_event.request_id')
      .select(['at', 'request.locale', 'request.time_zone'])
      .where('kind', '=', p.event)
      .where((eb) => eb('outcome', '=', eb.fn.any(p.outcomes)))
      .where('account_id', '=', p.accountId)
      .where('at', '<=', p.before)
      .where('at', '>', minutesAgo(p.minutes))
      .orderBy('at', 'desc')
      .limit(1),
)

const lastCampaign = prepared('last-campaign', (db, p: Values<BeforeMessage>) =>
  db
    .selectFrom('campaign_account')
    .select(['public_reason', 'is_locked'])
    .where('account_id', '=', p.accountId)
    .where('at', '<=', p.before)
    .orderBy('at', 'desc')
    .limit(1),
)
