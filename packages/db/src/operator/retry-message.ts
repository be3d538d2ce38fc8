import { type DeliveryJob, jobKinds } from '@latchkey/core'
import type { Kysely, Transaction } from 'kysely'
import type { Queue } from '../queue/queue.ts'
import type { Schema } from '../schema.ts'
import { minutesAgo, now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { transaction } from '../statements/transaction.ts'

/** `hurried`: its next attempt is due now. `queued`: it was dead, and is tried again. */
export type Retried = { status: 'hurried' | 'queued' } | { status: 'refused'; reason: NoRetry }

/** Why a message is not tried again. */
export type NoRetry = 'unknown' | 'under-way' | 'handed-over' | 'suppressed' | 'too-late'

/** A message keeps its id, so that any number of retries make one email. */
export async function retryMessage(
  db: Kysely<Schema>,
  queue: Queue,
  messageId: string,
): Promise<Retried> {
  return transaction<Retried>(db, async (trx) => {
    const [hurried] = await hurryJob(trx, { messageId })
    if (hurried) return { status: 'hurried' }
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

/** The message does not say when the password was changed; the audit trail does. */
async function noticeJob(
  trx: Transaction<Schema>,
  message: { account_id: string | null; created_at: Date },
): Promise<DeliveryJob | undefined> {
  const { account_id: accountId, created_at: before } = message
  if (accountId === null) return undefined
  const [change] = await lastChange(trx, { accountId, before })
  return change && { kind: 'password-changed', accountId, occurredAt: change.at.toISOString() }
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
    .select(['state', 'request_id', 'account_id', 'created_at'])
    .where('id', '=', p.messageId)
    .forUpdate(),
)

const delayMessage = prepared('delay-message', (db, p: Values<Message>) =>
  db
    .updateTable('message')
    .set({ state: 'delayed', updated_at: now })
    .where('id', '=', p.messageId),
)

const openRequest = prepared('find-open-request', (db, p: Values<{ requestId: string }>) =>
  db
    .selectFrom('recovery_request')
    .select('id')
    .where('id', '=', p.requestId)
    .where('closes_at', '>', now),
)

const lastChange = prepared(
  'last-password-change',
  (db, p: Values<{ accountId: string; before: Date }>) =>
    db
      .selectFrom('audit_event')
      .select('at')
      .where('kind', '=', 'password-changed')
      .where('outcome', '=', 'changed')
      .where('account_id', '=', p.accountId)
      .where('at', '<=', p.before)
      .where('at', '>', minutesAgo(jobKinds['password-changed'].deadlineMinutes))
      .orderBy('at', 'desc')
      .limit(1),
)
