import { type DeliveryJob, jobKinds } from '@latchkey/core'
import type { Kysely, Transaction } from 'kysely'
import type { Queue } from '../queue/queue.ts'
import type { Schema } from '../schema.ts'
import { minutesAgo, now } from '../statements/expressions.ts'
import { transaction } from '../statements/transaction.ts'

/** `hurried`: its next attempt is due now. `queued`: it was given up, and is tried again from now on. */
export type Retried = { status: 'hurried' | 'queued' } | { status: 'refused'; reason: NoRetry }

export type NoRetry = 'unknown' | 'under-way' | 'handed-over' | 'suppressed' | 'too-late'

/** A message keeps its id, so that of any number of retries one makes a mail. */
export async function retryMessage(
  db: Kysely<Schema>,
  queue: Queue,
  messageId: string,
): Promise<Retried> {
  return transaction<Retried>(db, async (trx) => {
    if (await hurry(trx, messageId)) return { status: 'hurried' }
    const underWay = await isUnderWay(trx, messageId)
    const message = await trx
      .selectFrom('message')
      .selectAll()
      .where('id', '=', messageId)
      .forUpdate()
      .executeTakeFirst()
    if (underWay) return refused('under-way')
    if (!message) return refused('unknown')
    if (message.state === 'handed-over' || message.state === 'suppressed') {
      return refused(message.state)
    }
    const job = message.request_id
      ? await recoveryJob(trx, message.request_id)
      : await noticeJob(trx, message)
    if (!job) return refused('too-late')

    await trx
      .updateTable('message')
      .set({ state: 'delayed', updated_at: now })
      .where('id', '=', messageId)
      .execute()
    await queue.enqueue(trx, job, messageId)
    return { status: 'queued' }
  })
}

function refused(reason: NoRetry): Retried {
  return { status: 'refused', reason }
}

async function hurry(trx: Transaction<Schema>, id: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('outbox_job')
    .set({ due_at: now })
    .where('id', '=', id)
    .where('leased_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

async function isUnderWay(trx: Transaction<Schema>, id: string): Promise<boolean> {
  const job = await trx
    .selectFrom('outbox_job')
    .select('id')
    .where('id', '=', id)
    .where('leased_at', 'is not', null)
    .executeTakeFirst()
  return job !== undefined
}

async function recoveryJob(
  trx: Transaction<Schema>,
  requestId: string,
): Promise<DeliveryJob | undefined> {
  const open = await trx
    .selectFrom('recovery_request')
    .select('id')
    .where('id', '=', requestId)
    .where('closes_at', '>', now)
    .executeTakeFirst()
  // One that was withheld ended as suppressed and does not come here.
  return open && { kind: 'recovery', requestId, withheld: false }
}

/** The message does not say when the password was changed; the audit trail does. */
async function noticeJob(
  trx: Transaction<Schema>,
  message: { account_id: string | null; created_at: Date },
): Promise<DeliveryJob | undefined> {
  const { account_id: accountId } = message
  if (accountId === null) return undefined
  const change = await trx
    .selectFrom('audit_event')
    .select('at')
    .where('kind', '=', 'password-changed')
    .where('account_id', '=', accountId)
    .where('at', '<=', message.created_at)
    .where('at', '>', minutesAgo(jobKinds['password-changed'].deadlineMinutes))
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return change && { kind: 'password-changed', accountId, changedAt: change.at.toISOString() }
}
