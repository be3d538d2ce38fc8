import {
  type EmailAddress,
  type Failure,
  type MessageKind,
  storedEmailAddress,
} from '@latchkey/core'
import type { Kysely } from 'kysely'
import { type AccountTable, ownerOf } from '../accounts/account-table.ts'
import type { Schema } from '../schema.ts'
import { prepared, type Values } from '../statements/prepared.ts'

/** Where an email is, from waiting to its end. */
export type MessageState = Schema['message']['state']

/** One email: its state, and its next attempt. */
export type MessageStory = {
  id: string
  kind: Schema['message']['kind']
  state: MessageState
  /** Why, or what the mail server answered. */
  detail: string | undefined
  /** The kind of failure, if the last attempt failed. */
  failure: Failure | undefined
  /** Attempts after which the email may have left although no answer came. */
  unclear: number
  attempts: number
  /** Unknown after its request was purged or its account deleted. */
  to: EmailAddress | undefined
  requestId: string | undefined
  createdAt: Date
  updatedAt: Date
  /** `none`: there will be no other attempt. */
  queue: { status: 'none' } | { status: 'under-way' } | { status: 'waiting'; nextAt: Date }
}

export type WhichMessages = {
  state: MessageState | undefined
  failure?: Failure | undefined
  limit: number
  /** Only those after this one in the list, which goes from new to old. */
  after?: string | undefined
}

export async function listMessages(
  db: Kysely<Schema>,
  which: WhichMessages,
): Promise<MessageStory[]> {
  const { state = null, failure = null, limit, after = null } = which
  return (await newestMessages(db, { state, failure, limit, after })).map(storyOf)
}

export async function findMessage(
  db: Kysely<Schema>,
  id: string,
): Promise<MessageStory | undefined> {
  const [row] = await messageById(db, { id })
  return row && storyOf(row)
}

/** All emails about these requests or this account since `since`; oldest first. */
export async function messagesAbout(db: Kysely<Schema>, about: About): Promise<MessageStory[]> {
  return (await relatedMessages(db, about)).map(storyOf)
}

function messages(db: Kysely<Schema>, accounts: AccountTable) {
  return db
    .selectFrom('message as m')
    .leftJoin('recovery_request as r', 'r.id', 'm.request_id')
    .leftJoinLateral(
      (eb) => accounts.byId(eb, eb.ref('m.account_id')).as('a'),
      (join) => join.onTrue(),
    )
    .leftJoin('outbox_job as j', 'j.id', 'm.id')
    .selectAll('m')
    .select(['r.email_canonical as requested_for', 'a.email', 'a.email_canonical'])
    .select(['j.due_at', 'j.leased_at'])
}

const newestMessages = prepared(
  'list-messages',
  (
    db,
    p: Values<{
      state: MessageState | null
      failure: Failure | null
      limit: number
      after: string | null
    }>,
    accounts,
  ) =>
    messages(db, accounts)
      .where(({ cast, eb, or }) =>
        or([eb(cast(p.state, 'text'), 'is', null), eb('m.state', '=', p.state)]),
      )
      .where(({ cast, eb, or }) =>
        or([eb(cast(p.failure, 'text'), 'is', null), eb('m.failure', '=', p.failure)]),
      )
      .where(({ and, cast, eb, or, selectFrom }) => {
        // The database's clock is finer than a `Date`.
        const from = selectFrom('message').select('created_at').where('id', '=', p.after)
        return or([
          eb(cast(p.after, 'uuid'), 'is', null),
          eb('m.created_at', '<', from),
          and([eb('m.created_at', '=', from), eb('m.id', '<', p.after)]),
        ])
      })
      .orderBy('m.created_at', 'desc')
      .orderBy('m.id', 'desc')
      .limit(p.limit),
)

const messageById = prepared('find-message', (db, p: Values<{ id: string }>, accounts) =>
  messages(db, accounts).where('m.id', '=', p.id),
)

type About = { requestIds: readonly string[]; accountId: string | null; since: Date }

/** What is told to an account, whatever request it made. */
const notices: MessageKind[] = ['password-changed', 'link-issued', 'reset-required']

export function isNotice({ kind }: Pick<MessageStory, 'kind'>): boolean {
  return notices.includes(kind)
}

const relatedMessages = prepared('related-messages', (db, p: Values<About>, accounts) =>
  messages(db, accounts)
    .where(({ and, eb, fn, or }) =>
      or([
        eb('m.request_id', '=', fn.any(p.requestIds)),
        and([eb('m.kind', 'in', notices), eb('m.account_id', '=', p.accountId)]),
      ]),
    )
    .where('m.created_at', '>=', p.since)
    .orderBy('m.created_at'),
)

type Row = Awaited<ReturnType<typeof messageById>>[number]

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
  const owner = ownerOf(row)
  if (owner) return owner
  return row.requested_for === null
    ? undefined
    : storedEmailAddress(row.requested_for, row.requested_for)
}

function inQueue({ due_at, leased_at }: Row): MessageStory['queue'] {
  if (due_at === null) return { status: 'none' }
  return leased_at ? { status: 'under-way' } : { status: 'waiting', nextAt: due_at }
}
