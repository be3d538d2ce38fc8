import type { Preparation, Prepared } from '@latchkey/core'
import { sql, type Transaction } from 'kysely'
import type { Schema } from '../schema.ts'
import { rowsOf, stillHeld } from '../statements/batch-sql.ts'
import { type Draft, expired, noticeDrafts, recoveryDrafts } from './message-drafts.ts'
import { storeSecrets } from './message-secrets.ts'
import { leaveOutTheTold } from './no-account-emails.ts'

/** A few statements, however many messages there are. */
export async function prepareMessages(
  trx: Transaction<Schema>,
  preparations: readonly Preparation[],
): Promise<Prepared[]> {
  const recoveries = await recoveryDrafts(trx, preparations)
  const notices = await noticeDrafts(trx, preparations)
  const drafts = preparations.map((preparation): Draft => {
    const { messageId } = preparation.attempt
    const draft = recoveries.get(messageId) ?? notices.get(messageId)
    return draft ?? { ...preparation, kind: preparation.attempt.job.kind, fate: expired }
  })
  await leaveOutTheTold(trx, drafts)

  const begun = await beginAttempts(trx, drafts)
  const toSend = drafts.filter(
    ({ attempt, fate }) => fate === 'send' && begun.has(attempt.messageId),
  )
  const expiriesOf = await storeSecrets(trx, toSend)
  await auditRequests(
    trx,
    drafts.flatMap((d) =>
      begun.get(d.attempt.messageId)?.attempts === 1 ? (d.request?.id ?? []) : [],
    ),
  )
  const ended = drafts.filter((draft) => !toSend.includes(draft))
  await endJobs(trx, ended)

  return drafts.map((draft): Prepared => {
    const { messageId } = draft.attempt
    const row = begun.get(messageId)
    if (!row) return { status: 'handed-over' }
    const { kind, fate, to, request } = draft
    if (fate !== 'send') return { status: fate.state, reason: fate.reason } as Prepared
    if (!to) throw new Error('There is nobody to send it to')
    return {
      status: 'ready',
      kind,
      ...to,
      tries: row.attempts,
      brokeOff: row.broke_off,
      request: request && { requestedAt: request.requestedAt, device: request.device },
      preparedAt: row.updated_at,
      expiresAt: expiriesOf(draft),
    }
  })
}

type Begun = { id: string; attempts: number; broke_off: boolean; updated_at: Date }

/** Counts an attempt each; those that came to their end already are not among the answers. */
async function beginAttempts(
  trx: Transaction<Schema>,
  drafts: readonly Draft[],
): Promise<Map<string, Begun>> {
  const messages = drafts.map(({ attempt, kind, fate, request, account }) => ({
    id: attempt.messageId,
    kind,
    state: fate === 'send' ? 'sending' : fate.state,
    detail: fate === 'send' ? null : fate.reason,
    request_id: request?.id ?? null,
    account_id: account?.id ?? null,
    requested_at: attempt.queuedAt,
  }))
  // One that still says "sending" was left by an attempt that never said how it ended.
  const { rows } = await sql<Begun>`
    with before as materialized (
      select id from message
      where id = any(${messages.map(({ id }) => id)}::uuid[]) and state = 'sending'
    )
    insert into message (id, kind, state, detail, request_id, account_id, requested_at)
    select id, kind, state, detail, request_id, account_id, requested_at
    from jsonb_to_recordset(${rowsOf(messages)}) as o(id uuid, kind text, state text, detail text,
      request_id uuid, account_id uuid, requested_at timestamptz)
    on conflict (id) do update set
      kind = excluded.kind, state = excluded.state, detail = excluded.detail, failure = null, updated_at = clock_timestamp(),
      account_id = excluded.account_id, attempts = message.attempts + 1,
      unclear = message.unclear + (message.state = 'sending')::integer
    where message.state in ('sending', 'delayed')
    returning id, attempts, updated_at, id = any(array(select id from before)) as broke_off`.execute(
    trx,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

async function auditRequests(trx: Transaction<Schema>, requestIds: readonly string[]) {
  if (requestIds.length === 0) return
  await sql`
    insert into audit_event (kind, outcome, at, request_id, address_digest, client_digest)
    select 'requested', 'accepted', created_at, id, address_digest, client_digest
    from recovery_request where id = any(${requestIds}::uuid[])`.execute(trx)
}

async function endJobs(trx: Transaction<Schema>, ended: readonly Draft[]) {
  if (ended.length === 0) return
  const attempts = ended.map(({ attempt }) => attempt)
  await trx.deleteFrom('outbox_job as j').where(stillHeld(attempts)).execute()
}
