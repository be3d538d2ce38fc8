import { type EmailAddress, type Failure, storedEmailAddress } from '@latchkey/core'
import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'

export type MessageState = Schema['message']['state']

/** What became of one mail, and what the queue means to do about it. */
export type MessageStory = {
  id: string
  kind: Schema['message']['kind']
  state: MessageState
  /** Why, or what the mail server answered. */
  detail: string | undefined
  /** Which sort of failure, when the last attempt was one. */
  failure: Failure | undefined
  /** Attempts whose mail may have left, though nobody said so. */
  unclear: number
  attempts: number
  /** Unknown once its request was purged or its account removed. */
  to: EmailAddress | undefined
  requestId: string | undefined
  createdAt: Date
  updatedAt: Date
  /** `none`: no attempt is to come. */
  queue: { status: 'none' } | { status: 'under-way' } | { status: 'waiting'; nextAt: Date }
}

export async function listMessages(
  db: Kysely<Schema>,
  which: { state: MessageState | undefined; failure?: Failure | undefined; limit: number },
): Promise<MessageStory[]> {
  const { state, failure } = which
  const rows = await messages(db)
    .$if(state !== undefined, (query) => query.where('m.state', '=', state ?? 'sending'))
    .$if(failure !== undefined, (query) => query.where('m.failure', '=', failure ?? null))
    .orderBy('m.created_at', 'desc')
    .limit(which.limit)
    .execute()
  return rows.map(storyOf)
}

export async function findMessage(
  db: Kysely<Schema>,
  id: string,
): Promise<MessageStory | undefined> {
  const row = await messages(db).where('m.id', '=', id).executeTakeFirst()
  return row && storyOf(row)
}

/** All that may concern the requests, or the account, since `since`; oldest first. */
export async function messagesAbout(
  db: Kysely<Schema>,
  about: { requestIds: readonly string[]; accountId?: string | undefined; since: Date },
): Promise<MessageStory[]> {
  const { requestIds, accountId, since } = about
  const rows = await messages(db)
    .where(({ eb, or, and }) =>
      or([
        ...(requestIds.length > 0 ? [eb('m.request_id', 'in', requestIds)] : []),
        and([
          eb('m.kind', '=', 'password-changed'),
          accountId === undefined ? sql<boolean>`false` : eb('m.account_id', '=', accountId),
        ]),
      ]),
    )
    .where('m.created_at', '>=', since)
    .orderBy('m.created_at')
    .execute()
  return rows.map(storyOf)
}

function messages(db: Kysely<Schema>) {
  return db
    .selectFrom('message as m')
    .leftJoin('recovery_request as r', 'r.id', 'm.request_id')
    .leftJoin('account as a', 'a.id', 'm.account_id')
    .leftJoin('outbox_job as j', 'j.id', 'm.id')
    .selectAll('m')
    .select(['r.email_canonical as asked_for', 'a.email', 'a.email_canonical'])
    .select(['j.due_at', 'j.leased_at'])
}

type Row = Awaited<ReturnType<ReturnType<typeof messages>['executeTakeFirstOrThrow']>>

function storyOf(row: Row): MessageStory {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    detail: row.detail ?? undefined,
    failure: row.failure ?? undefined,
    unclear: row.unclear,
    attempts: row.attempts,
    to: recipientOf(row),
    requestId: row.request_id ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    queue: inQueue(row),
  }
}

function recipientOf(row: Row): EmailAddress | undefined {
  if (row.email && row.email_canonical) return storedEmailAddress(row.email, row.email_canonical)
  return row.asked_for === null ? undefined : storedEmailAddress(row.asked_for, row.asked_for)
}

function inQueue({ due_at, leased_at }: Row): MessageStory['queue'] {
  if (due_at === null) return { status: 'none' }
  return leased_at ? { status: 'under-way' } : { status: 'waiting', nextAt: due_at }
}
