import {
  type AccountStatus,
  type AddressDigest,
  type EmailAddress,
  storedEmailAddress,
} from '@latchkey/core'
import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { now } from '../statements/time.ts'
import { type MessageStory, messagesAbout } from './find-messages.ts'

export type SecretStory = {
  kind: Schema['secret']['kind']
  createdAt: Date
  expiresAt: Date
  spentAt: Date | undefined
  voidedAt: Date | undefined
  /** Would be accepted now. */
  good: boolean
  expired: boolean
}

/** Everything that is known of one request. */
export type RequestStory = {
  id: string
  address: EmailAddress
  askedAt: Date
  closesAt: Date
  open: boolean
  device: string | undefined
  /** Tries at its codes that were wrong. */
  wrongTries: number
  messages: MessageStory[]
  /** Mails that no worker has begun to send. */
  notBegun: { messageId: string; queuedAt: Date }[]
  /** Oldest first; gone a day after they expired. */
  secrets: SecretStory[]
  codeVerifiedAt: Date[]
  passwordChangedAt: Date | undefined
}

export type AddressStory = {
  /** Whose account it is today. */
  account: { status: AccountStatus; hasPassword: boolean } | undefined
  /** Newest first. */
  requests: RequestStory[]
  /** There are older ones, which were left out. */
  more: boolean
  /** Of changed passwords; oldest first. */
  notices: MessageStory[]
  /** When an operator made everything of before useless; oldest first. */
  revokedAt: Date[]
}

const MOST_REQUESTS = 20

/** `undefined`: there is no such request. An address always has a story, if only that nobody asked. */
export async function findRequests(
  db: Kysely<Schema>,
  by: { canonicalEmail: string; addressDigests: readonly AddressDigest[] } | { requestId: string },
): Promise<AddressStory | undefined> {
  const found = await db
    .selectFrom('recovery_request')
    .selectAll()
    .select((eb) => eb('closes_at', '>', now).as('open'))
    .where((eb) =>
      'requestId' in by
        ? eb('id', '=', by.requestId)
        : // By digest, because that has an index: today's, and those under former server secrets.
          eb.and([
            eb('address_digest', 'in', [...by.addressDigests]),
            eb('email_canonical', '=', by.canonicalEmail),
          ]),
    )
    .orderBy('created_at', 'desc')
    .limit(MOST_REQUESTS + 1)
    .execute()
  const canonical = 'requestId' in by ? found[0]?.email_canonical : by.canonicalEmail
  if (canonical === undefined) return undefined

  const requests = found.slice(0, MOST_REQUESTS)
  const since = requests.at(-1)?.created_at ?? new Date(0)
  const ids = requests.map(({ id }) => id)
  const account = await accountOf(db, canonical)
  const messages = await messagesAbout(db, { requestIds: ids, accountId: account?.id, since })
  const jobs = await jobsNotBegun(db, ids, since)
  const secrets = await secretsOf(db, ids)
  const events = await eventsOf(db, { ids, accountId: account?.id, since })
  const timesOf = (kind: string, requestId?: string) =>
    events
      .filter((event) => event.kind === kind && (!requestId || event.request_id === requestId))
      .map(({ at }) => at)
  return {
    account: account && {
      status: account.status,
      hasPassword: account.password_hash !== null,
    },
    more: found.length > MOST_REQUESTS,
    notices: messages.filter(({ kind }) => kind === 'password-changed'),
    revokedAt: timesOf('revoked'),
    requests: requests.map((row) => ({
      id: row.id,
      address: storedEmailAddress(row.email_canonical, row.email_canonical),
      askedAt: row.created_at,
      closesAt: row.closes_at,
      open: Boolean(row.open),
      device: row.device ?? undefined,
      wrongTries: row.tries,
      messages: messages.filter(({ requestId }) => requestId === row.id),
      notBegun: jobs
        .filter(({ request_id }) => request_id === row.id)
        .map((job) => ({ messageId: job.id, queuedAt: job.created_at })),
      secrets: secrets
        .filter(({ request_id }) => request_id === row.id)
        .map((secret) => ({
          kind: secret.kind,
          createdAt: secret.created_at,
          expiresAt: secret.expires_at,
          spentAt: secret.spent_at ?? undefined,
          voidedAt: secret.voided_at ?? undefined,
          good: secret.good,
          expired: secret.expired,
        })),
      codeVerifiedAt: timesOf('code-verified', row.id),
      passwordChangedAt: timesOf('password-changed', row.id)[0],
    })),
  }
}

function accountOf(db: Kysely<Schema>, canonical: string) {
  return db
    .selectFrom('account')
    .select(['id', 'status', 'password_hash'])
    .where('email_canonical', '=', canonical)
    .executeTakeFirst()
}

async function jobsNotBegun(db: Kysely<Schema>, ids: readonly string[], since: Date) {
  if (ids.length === 0) return []
  const requestId = sql<string>`j.payload ->> 'requestId'`
  return db
    .selectFrom('outbox_job as j')
    .select(['j.id', 'j.created_at', requestId.as('request_id')])
    .where('j.kind', '=', 'recovery')
    .where('j.created_at', '>', sql<Date>`${since}::timestamptz - interval '1 minute'`)
    .where(requestId, 'in', ids)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('message as m').select('m.id').whereRef('m.id', '=', 'j.id'))),
    )
    .orderBy('j.created_at')
    .execute()
}

async function secretsOf(db: Kysely<Schema>, ids: readonly string[]) {
  if (ids.length === 0) return []
  return db
    .selectFrom('secret as s')
    .innerJoin('account as a', 'a.id', 's.account_id')
    .select(['s.kind', 's.request_id', 's.created_at', 's.expires_at', 's.spent_at', 's.voided_at'])
    .select(
      sql<boolean>`s.spent_at is null and s.voided_at is null and s.expires_at > clock_timestamp()
        and a.status = 'active' and a.credential_version = s.credential_version`.as('good'),
    )
    .select(sql<boolean>`s.expires_at <= clock_timestamp()`.as('expired'))
    .where('s.request_id', 'in', ids)
    .orderBy('s.created_at')
    .execute()
}

async function eventsOf(
  db: Kysely<Schema>,
  about: { ids: readonly string[]; accountId: string | undefined; since: Date },
) {
  const { ids, accountId, since } = about
  if (ids.length === 0) return []
  return db
    .selectFrom('audit_event')
    .select(['kind', 'request_id', 'at'])
    .where(({ eb, or, and }) =>
      or([
        eb('request_id', 'in', ids),
        and([
          eb('kind', '=', 'revoked'),
          or([
            eb('outcome', '=', 'everything'),
            accountId === undefined ? sql<boolean>`false` : eb('account_id', '=', accountId),
          ]),
        ]),
      ]),
    )
    .where('at', '>=', since)
    .orderBy('at')
    .execute()
}
