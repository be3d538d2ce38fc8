import type { Preparation, Prepared, WebhookEvent } from '@latchkey/core'
import type { Transaction } from 'kysely'
import { completeJobs } from '../queue/complete-jobs.ts'
import type { Schema } from '../schema.ts'
import { anyOf, now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { rows } from '../statements/rows.ts'
import { insertEventJobs } from '../webhooks/insert-events.ts'
import { type EventRow, givenEvents } from '../webhooks/write-events.ts'
import { type Draft, draftMessages } from './message-drafts.ts'
import { storeSecrets } from './message-secrets.ts'
import { suppressRepeated } from './no-account-emails.ts'
import { renewInstead } from './renew-links.ts'

/** A few statements, however many messages there are. */
export async function prepareMessages(
  trx: Transaction<Schema>,
  preparations: readonly Preparation[],
): Promise<Prepared[]> {
  const drafted = await suppressRepeated(trx, await draftMessages(trx, preparations))
  const drafts = await renewInstead(trx, drafted)
  const begun = await beginAttempts(trx, drafts)
  const expiriesOf = await storeSecrets(
    trx,
    drafts.flatMap((draft) => {
      const attempt = begun.get(draft.attempt.jobId)
      return attempt && draft.fate === 'send' ? [{ draft, preparedAt: attempt.prepared_at }] : []
    }),
  )
  await noteAttempts(trx, drafts, begun)
  const ended = drafts.filter(({ attempt, fate }) => fate !== 'send' || !begun.has(attempt.jobId))
  await completeJobs(
    trx,
    ended.map(({ attempt }) => attempt),
  )
  return drafts.map((draft): Prepared => {
    const attempt = begun.get(draft.attempt.jobId)
    if (!attempt) return { status: 'handed-over' }
    const { fate, kind, to, request } = draft
    if (fate !== 'send') return fate
    if (!to) throw new Error('The email has no recipient')
    return {
      ...{ status: 'ready', kind, ...to, tries: attempt.attempts, brokeOff: attempt.broke_off },
      request: request && aboutRequest(request),
      preparedAt: attempt.prepared_at,
      expiresAt: expiriesOf(draft),
    }
  })
}

function aboutRequest({ id: _, ...facts }: NonNullable<Draft['request']>) {
  return facts
}

type Begun = Awaited<ReturnType<typeof insertAttempts>>[number]

/** Counts an attempt for each. Messages that have come to their end are not among the answers. */
async function beginAttempts(
  trx: Transaction<Schema>,
  drafts: readonly Draft[],
): Promise<Map<string, Begun>> {
  const messages = drafts.map(({ attempt, kind, fate, request, account }) => ({
    id: attempt.jobId,
    kind,
    ...(fate === 'send'
      ? { state: 'sending' as const, detail: null }
      : { state: fate.status, detail: fate.reason }),
    request_id: request?.id ?? null,
    account_id: account?.id ?? null,
    requested_at: attempt.queuedAt,
  }))
  const begun = await insertAttempts(trx, { messages })
  return new Map(begun.map((row) => [row.id, row]))
}

type Message = Schema['message']
type AttemptRow = Pick<
  Message,
  'id' | 'kind' | 'state' | 'detail' | 'request_id' | 'account_id'
> & {
  requested_at: Date
}

/** A message that is still `sending` was left by an attempt that recorded no outcome. */
const insertAttempts = prepared('begin-attempts', (db, p: Values<{ messages: AttemptRow[] }>) =>
  db
    .with('attempt', (cte) =>
      cte
        .selectFrom(
          rows('attempt', p.messages, {
            id: 'uuid',
            kind: 'text',
            state: 'text',
            detail: 'text',
            request_id: 'uuid',
            account_id: 'text',
            requested_at: 'timestamptz',
          }),
        )
        .selectAll(),
    )
    .with(
      (cte) => cte('unfinished').materialized(),
      (cte) =>
        cte
          .selectFrom('message')
          .select('message.id')
          .where('message.id', '=', anyOf(cte.selectFrom('attempt').select('attempt.id')))
          .where('message.state', '=', 'sending'),
    )
    .insertInto('message')
    .columns(['id', 'kind', 'state', 'detail', 'request_id', 'account_id', 'requested_at'])
    .expression((eb) => eb.selectFrom('attempt').selectAll())
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet((eb) => ({
          kind: eb.ref('excluded.kind'),
          state: eb.ref('excluded.state'),
          detail: eb.ref('excluded.detail'),
          failure: null,
          updated_at: now,
          account_id: eb.ref('excluded.account_id'),
          attempts: eb('message.attempts', '+', 1),
          unclear: eb(
            'message.unclear',
            '+',
            eb.case().when('message.state', '=', 'sending').then(1).else(0).end(),
          ),
        }))
        .where('message.state', 'in', ['sending', 'delayed']),
    )
    .returning((eb) => [
      'message.id',
      'message.attempts',
      'message.updated_at as prepared_at',
      eb('message.id', '=', anyOf(eb.selectFrom('unfinished').select('unfinished.id')))
        .$castTo<boolean>()
        .as('broke_off'),
    ]),
)

/** Here and not with the request: the request path writes nothing that depends on how often it is called. */
async function noteAttempts(
  trx: Transaction<Schema>,
  drafts: readonly Draft[],
  begun: ReadonlyMap<string, Begun>,
): Promise<void> {
  const requestIds = drafts.flatMap(({ attempt, request }) =>
    request && begun.get(attempt.jobId)?.attempts === 1 ? [request.id] : [],
  )
  const events = drafts.flatMap((draft) => {
    const attempt = begun.get(draft.attempt.jobId)
    return attempt ? eventsOf(draft, attempt) : []
  })
  if (requestIds.length + events.length > 0) await insertNotes(trx, { requestIds, events })
}

function eventsOf({ attempt, fate, kind, request, account }: Draft, begun: Begun): WebhookEvent[] {
  if (fate === 'send' && kind === 'recovery' && request && account && begun.attempts === 1) {
    const data = { accountId: account.id, requestId: request.id }
    return [{ type: 'account.recovery_requested', data }]
  }
  if (fate !== 'send' && fate.status === 'dead') {
    const about = { messageId: attempt.jobId, accountId: account?.id ?? null }
    const data = { ...about, requestId: request?.id ?? null, failure: fate.reason }
    return [{ type: 'mail.failed', data }]
  }
  return []
}

const insertNotes = prepared(
  'note-attempts',
  (db, p: Values<{ requestIds: string[]; events: readonly EventRow[] }>) =>
    db
      .with('event', (q) => givenEvents(q, p.events))
      .with('event_job', insertEventJobs)
      .insertInto('audit_event')
      .columns(['kind', 'outcome', 'at', 'request_id', 'address_digest', 'client_digest'])
      .expression((eb) =>
        eb
          .selectFrom('recovery_request as r')
          .select((eb) => [
            eb.val('requested' as const).as('kind'),
            eb.val('accepted' as const).as('outcome'),
            'r.created_at',
            'r.id',
            'r.address_digest',
            'r.client_digest',
          ])
          .where((eb) => eb('r.id', '=', eb.fn.any(p.requestIds))),
      ),
)
