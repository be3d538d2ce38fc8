import {
  type AccountStatus,
  type AddressDigest,
  type EmailAddress,
  storedEmailAddress,
} from '@latchkey/core'
import { type Expression, type Kysely, sql } from 'kysely'
import { findAccountAt } from '../accounts/find-account-at.ts'
import { type AuditKind, type AuditOutcome, auditOutcomes } from '../audit.ts'
import type { Schema } from '../schema.ts'
import { now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { isNotice, type MessageStory, messagesAbout } from './find-messages.ts'

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

/** Everything that is stored about one request. */
export type RequestStory = {
  id: string
  address: EmailAddress
  requestedAt: Date
  /** Who made its link by hand, and why; nobody asked for it. `undefined`: somebody asked. */
  madeBy: { operator: string | undefined; reason: string | undefined } | undefined
  closesAt: Date
  open: boolean
  device: string | undefined
  /** Wrong codes that were tried. */
  wrongTries: number
  messages: MessageStory[]
  /** Emails that no worker has begun to send. */
  notBegun: { messageId: string; queuedAt: Date }[]
  /** Oldest first; deleted a day after they expired. */
  secrets: SecretStory[]
  codeVerifiedAt: Date[]
  /** When its link was opened first. */
  linkOpenedAt: Date | undefined
  /** When a code was entered that was wrong, used or expired. */
  codeRefusedAt: Date[]
  passwordChangedAt: Date | undefined
}

/** Everything that is stored about an address, for an operator. */
export type AddressStory = {
  /** The account that has this address today. Several active ones of an application may share it. */
  account: { id: string; status: AccountStatus; hasPassword: boolean; sharedBy: number } | undefined
  /** Newest first. */
  requests: RequestStory[]
  /** There are older requests, which are not listed. */
  more: boolean
  /** Emails about what happened to the account, such as a changed password; oldest first. */
  notices: MessageStory[]
  /** When an operator revoked everything issued before; oldest first. */
  revokedAt: Date[]
  /** When an operator made its password unusable; oldest first. Also before the oldest request. */
  lockedAt: Date[]
  /** When it was found that the application had written the password from before a reset back; oldest first. */
  undoneAt: Date[]
}

const MOST_REQUESTS = 20

/** `undefined`: there is no such request. An address always has an answer, if only without requests. */
export async function findRequests(
  db: Kysely<Schema>,
  by: { canonicalEmail: string; addressDigests: readonly AddressDigest[] } | { requestId: string },
): Promise<AddressStory | undefined> {
  const found = await ('requestId' in by ? requestById(db, by) : requestsByAddress(db, by))
  const canonical = 'requestId' in by ? found[0]?.email_canonical : by.canonicalEmail
  if (canonical === undefined) return undefined

  const requests = found.slice(0, MOST_REQUESTS)
  const since = requests.at(-1)?.created_at ?? new Date(0)
  const requestIds = requests.map(({ id }) => id)
  const at = await findAccountAt(db, canonical)
  const about = { requestIds, accountId: at?.row.id ?? null, since }
  const messages = await messagesAbout(db, about)
  const jobs = await jobsNotBegun(db, { requestIds, since: minuteBefore(since) })
  const secrets = await secretsOf(db, about)
  const events = requestIds.length > 0 ? await eventsOf(db, about) : []
  const locks = at ? await locksOf(db, { accountId: at.row.id }) : []
  const timesOf = (kind: AuditKind, outcomes: readonly AuditOutcome[], requestId?: string) =>
    events
      .filter((event) => event.kind === kind && outcomes.includes(event.outcome))
      .filter((event) => !requestId || event.request_id === requestId)
      .map(({ at }) => at)
  const makerOf = (requestId: string): RequestStory['madeBy'] => {
    const made = events.find((one) => one.kind === 'link-issued' && one.request_id === requestId)
    return made && { operator: made.operator ?? undefined, reason: made.reason ?? undefined }
  }
  return {
    account: at && {
      id: at.row.id,
      status: at.row.status,
      hasPassword: at.row.has_password,
      sharedBy: at.sharedBy,
    },
    more: found.length > MOST_REQUESTS,
    notices: messages.filter(isNotice),
    revokedAt: timesOf('revoked', auditOutcomes.revoked),
    lockedAt: locks.map((lock) => lock.at),
    undoneAt: timesOf('change-undone', auditOutcomes['change-undone']),
    requests: requests.map((row) => ({
      id: row.id,
      address: storedEmailAddress(row.email_canonical, row.email_canonical),
      requestedAt: row.created_at,
      madeBy: makerOf(row.id),
      closesAt: row.closes_at,
      open: row.open,
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
      linkOpenedAt: timesOf('link-opened', auditOutcomes['link-opened'], row.id)[0],
      codeVerifiedAt: timesOf('code-verified', ['verified'], row.id),
      codeRefusedAt: timesOf('code-verified', ['refused'], row.id),
      passwordChangedAt: timesOf('password-changed', ['changed'], row.id)[0],
    })),
  }
}

/** A job may be a moment older than its request. */
function minuteBefore(time: Date): Date {
  return new Date(time.getTime() - 60_000)
}

const requestById = prepared('find-request', (db, p: Values<{ requestId: string }>) =>
  db
    .selectFrom('recovery_request')
    .selectAll()
    .select((eb) => eb('closes_at', '>', now).$castTo<boolean>().as('open'))
    .where('id', '=', p.requestId),
)

const requestsByAddress = prepared(
  'find-requests-by-address',
  (db, p: Values<{ canonicalEmail: string; addressDigests: readonly AddressDigest[] }>) =>
    db
      .selectFrom('recovery_request')
      .selectAll()
      .select((eb) => eb('closes_at', '>', now).$castTo<boolean>().as('open'))
      // By digest, because that has an index: today's, and those under former server secrets.
      .where((eb) => eb('address_digest', '=', eb.fn.any(p.addressDigests)))
      .where('email_canonical', '=', p.canonicalEmail)
      .orderBy('created_at', 'desc')
      .limit(MOST_REQUESTS + 1),
)

const jobsNotBegun = prepared(
  'jobs-not-begun',
  (db, p: Values<{ requestIds: readonly string[]; since: Date }>) =>
    db
      .selectFrom('outbox_job as j')
      .select(({ ref }) => ['j.id', 'j.created_at', requestIdIn(ref('j.payload')).as('request_id')])
      .where('j.kind', '=', 'recovery')
      .where('j.created_at', '>', p.since)
      .where(({ eb, fn, ref }) => eb(requestIdIn(ref('j.payload')), '=', fn.any(p.requestIds)))
      .where(({ exists, not, selectFrom }) =>
        not(exists(selectFrom('message as m').whereRef('m.id', '=', 'j.id'))),
      )
      .orderBy('j.created_at'),
)

function requestIdIn(payload: Expression<object>) {
  return sql<string>`${payload} ->> 'requestId'`
}

const secretsOf = prepared(
  'secrets-of-requests',
  (db, p: Values<{ requestIds: readonly string[] }>, accounts) =>
    db
      .selectFrom('secret as s')
      .innerJoinLateral(
        (eb) => accounts.byId(eb, eb.ref('s.account_id')).as('a'),
        (join) => join.onTrue(),
      )
      .select(({ and, eb, ref }) => [
        's.kind',
        's.request_id',
        's.created_at',
        's.expires_at',
        's.spent_at',
        's.voided_at',
        eb('s.expires_at', '<=', now).$castTo<boolean>().as('expired'),
        and([
          eb('s.spent_at', 'is', null),
          eb('s.voided_at', 'is', null),
          eb('s.expires_at', '>', now),
          eb('a.status', '=', 'active'),
          eb('a.version', '=', ref('s.credential_version')),
        ])
          .$castTo<boolean>()
          .as('good'),
      ])
      .where((eb) => eb('s.request_id', '=', eb.fn.any(p.requestIds)))
      .orderBy('s.created_at'),
)

/** What happens to an account and belongs to no request. */
const ofAccounts: AuditKind[] = ['revoked', 'change-undone']

const eventsOf = prepared(
  'events-of-requests',
  (db, p: Values<{ requestIds: readonly string[]; accountId: string | null; since: Date }>) =>
    db
      .selectFrom('audit_event')
      .select(['kind', 'outcome', 'request_id', 'at', 'operator', 'reason'])
      .where(({ and, eb, fn, or }) =>
        or([
          eb('request_id', '=', fn.any(p.requestIds)),
          and([eb('kind', '=', 'revoked'), eb('outcome', '=', 'everything')]),
          and([eb('kind', 'in', ofAccounts), eb('account_id', '=', p.accountId)]),
        ]),
      )
      .where('at', '>=', p.since)
      .orderBy('at'),
)

const locksOf = prepared('locks-of-account', (db, p: Values<{ accountId: string }>) =>
  db
    .selectFrom('audit_event')
    .select('at')
    .where('account_id', '=', p.accountId)
    .where('kind', '=', 'reset-required' satisfies AuditKind)
    .where('outcome', '=', 'locked' satisfies AuditOutcome)
    .orderBy('at'),
)
