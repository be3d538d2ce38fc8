import type { TokenDigest } from '@latchkey/core'
import type { Kysely, Transaction } from 'kysely'
import type { AuditOutcome } from '../audit.ts'
import type { Database } from '../connection/database.ts'
import { guarded } from '../connection/unavailable.ts'
import type { Schema } from '../schema.ts'
import { minutesAgo, minutesFromNow, now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { transaction } from '../statements/transaction.ts'
import type { By } from './revoke.ts'

/** Minutes that a one-time link works. */
export const OPERATOR_LINK_MINUTES = 10
/** Minutes that a session lives, however much it is used. */
const OPERATOR_SESSION_MINUTES = 8 * 60
/** Minutes that it lives without being used. */
export const OPERATOR_IDLE_MINUTES = 30

/** A session of the operators' page. It may end before `expiresAt`: after 30 minutes without use. */
export type OperatorSession = { operator: string; enteredAt: Date; expiresAt: Date }

/**
 * What became of a one-time link. `unknown`: there is none, or it was removed a day after it expired. `used`: it was
 * opened before, or ended with all others. `expired`: its minutes are over.
 */
export type LinkExchanged =
  | { status: 'entered'; session: OperatorSession }
  | { status: 'refused'; reason: 'unknown' | 'used' | 'expired' }

/**
 * Where the one-time links and the sessions of the operators' page are. Times are in minutes. Every method throws
 * `Unavailable` when the database is away.
 */
export type OperatorEntryStore = ReturnType<typeof createOperatorEntryStore>

/**
 * The one-time links and the sessions of the operators' page. Tokens are stored as digests. Every method throws
 * `Unavailable` when the database is away.
 */
export function createOperatorEntryStore({ kysely: db }: Database) {
  return guarded({
    /** @returns when the link expires. */
    issueLink: (link: NewLink): Promise<Date> => issueLink(db, link),
    /** Of any number of callers with one link, at most one enters. The session before this one ends. */
    exchange: (exchange: Exchange) => exchangeLink(db, exchange),
    /** `renew`: the operator did something, so that the session lives on. */
    async find(digest: TokenDigest, renew: boolean): Promise<OperatorSession | undefined> {
      const rows = renew ? await renewSession(db, { digest }) : await findSession(db, { digest })
      return rows[0] && sessionOf(rows[0])
    },
    /** Those of the sessions that are open still; in hexadecimal. */
    async open(digests: readonly TokenDigest[]): Promise<Set<string>> {
      const rows = await openSessions(db, { digests })
      return new Set(rows.map(({ digest }) => Buffer.from(digest).toString('hex')))
    },
    /** Idempotent. */
    end: (digest: TokenDigest) => endSession(db, digest),
    /** Ends every session, and every link that was not opened. */
    endAll: (by: By) => endAll(db, by),
    /** That the proxy named an operator, for the first time in a while. */
    async noteProxyEntry(operator: string): Promise<void> {
      await recordEntry(db, { operator, kind: 'operator-session', outcome: 'by-proxy' })
    },
  })
}

/** `minutes`: how long it works. */
type NewLink = { digest: TokenDigest; operator: string; minutes?: number }

async function issueLink(
  db: Kysely<Schema>,
  { digest, operator, minutes = OPERATOR_LINK_MINUTES }: NewLink,
): Promise<Date> {
  return transaction(db, async (trx) => {
    const [link] = await insertLink(trx, { digest, operator, minutes })
    if (!link) throw new Error('The link was not stored')
    await recordEntry(trx, { operator, kind: 'operator-link', outcome: 'issued' })
    return link.expires_at
  })
}

export type Exchange = {
  linkDigest: TokenDigest
  sessionDigest: TokenDigest
  formerDigest: TokenDigest | undefined
}

async function exchangeLink(
  db: Kysely<Schema>,
  { linkDigest, sessionDigest, formerDigest }: Exchange,
): Promise<LinkExchanged> {
  return transaction<LinkExchanged>(db, async (trx) => {
    const [link] = await spendLink(trx, { digest: linkDigest })
    if (!link) {
      const [known] = await findLink(trx, { digest: linkDigest })
      return {
        status: 'refused',
        reason: known ? (known.spent_at ? 'used' : 'expired') : 'unknown',
      }
    }
    if (formerDigest) await deleteSession(trx, { digest: formerDigest })
    const { operator } = link
    const values = { digest: sessionDigest, operator, minutes: OPERATOR_SESSION_MINUTES }
    const [session] = await insertSession(trx, values)
    if (!session) throw new Error('The session was not stored')
    await recordEntry(trx, { operator, kind: 'operator-session', outcome: 'by-link' })
    return { status: 'entered', session: sessionOf(session) }
  })
}

type SessionRow = { operator: string; created_at: Date; expires_at: Date }

function sessionOf({ operator, created_at, expires_at }: SessionRow): OperatorSession {
  return { operator, enteredAt: created_at, expiresAt: expires_at }
}

async function endSession(db: Kysely<Schema>, digest: TokenDigest): Promise<void> {
  await transaction(db, async (trx) => {
    const [ended] = await deleteSession(trx, { digest })
    if (ended) {
      const { operator } = ended
      await recordEntry(trx, { operator, kind: 'operator-session', outcome: 'ended' })
    }
  })
}

async function endAll(db: Kysely<Schema>, by: By): Promise<{ sessions: number; links: number }> {
  return transaction(db, async (trx: Transaction<Schema>) => {
    const sessions = await deleteSessions(trx, {})
    const links = await spendLinks(trx, {})
    await recordEnd(trx, by)
    return { sessions: sessions.length, links: links.length }
  })
}

type Digest = { digest: TokenDigest }
type New = Digest & { operator: string; minutes: number }

const insertLink = prepared('insert-operator-link', (db, p: Values<New>) =>
  db
    .insertInto('operator_link')
    .values({ digest: p.digest, operator: p.operator, expires_at: minutesFromNow(p.minutes) })
    .returning('expires_at'),
)

const spendLink = prepared('spend-operator-link', (db, p: Values<Digest>) =>
  db
    .updateTable('operator_link')
    .set({ spent_at: now })
    .where('digest', '=', p.digest)
    .where('spent_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('operator'),
)

const findLink = prepared('find-operator-link', (db, p: Values<Digest>) =>
  db.selectFrom('operator_link').select('spent_at').where('digest', '=', p.digest),
)

const spendLinks = prepared('spend-operator-links', (db) =>
  db
    .updateTable('operator_link')
    .set({ spent_at: now })
    .where('spent_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('operator'),
)

const insertSession = prepared('insert-operator-session', (db, p: Values<New>) =>
  db
    .insertInto('operator_session')
    .values({ digest: p.digest, operator: p.operator, expires_at: minutesFromNow(p.minutes) })
    .returning(['operator', 'created_at', 'expires_at']),
)

const IDLE = OPERATOR_IDLE_MINUTES

const renewSession = prepared('renew-operator-session', (db, p: Values<Digest>) =>
  db
    .updateTable('operator_session')
    .set({ last_seen_at: now })
    .where('digest', '=', p.digest)
    .where('expires_at', '>', now)
    .where('last_seen_at', '>', minutesAgo(IDLE))
    .returning(['operator', 'created_at', 'expires_at']),
)

const findSession = prepared('find-operator-session', (db, p: Values<Digest>) =>
  db
    .selectFrom('operator_session')
    .select(['operator', 'created_at', 'expires_at'])
    .where('digest', '=', p.digest)
    .where('expires_at', '>', now)
    .where('last_seen_at', '>', minutesAgo(IDLE)),
)

const openSessions = prepared(
  'open-operator-sessions',
  (db, p: Values<{ digests: readonly TokenDigest[] }>) =>
    db
      .selectFrom('operator_session')
      .select('digest')
      .where(({ eb, fn }) => eb('digest', '=', fn.any(p.digests)))
      .where('expires_at', '>', now)
      .where('last_seen_at', '>', minutesAgo(IDLE)),
)

const deleteSession = prepared('delete-operator-session', (db, p: Values<Digest>) =>
  db.deleteFrom('operator_session').where('digest', '=', p.digest).returning('operator'),
)

const deleteSessions = prepared('delete-operator-sessions', (db) =>
  db.deleteFrom('operator_session').returning('operator'),
)

type Entry = {
  operator: string
  kind: 'operator-link' | 'operator-session'
  outcome: AuditOutcome
}

const recordEntry = prepared('record-operator-entry', (db, p: Values<Entry>) =>
  db.insertInto('audit_event').values({
    ...{ kind: p.kind, outcome: p.outcome, operator: p.operator },
  }),
)

const recordEnd = prepared('record-operators-end', (db, p: Values<By>) =>
  db.insertInto('audit_event').values({
    ...{ kind: 'operator-session', outcome: 'all-ended' },
    ...{ operator: p.operator, reason: p.reason },
  }),
)
