import type {
  AddressDigest,
  ClientDigest,
  Session,
  SessionStore,
  TokenDigest,
} from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { AuditKind, AuditOutcome } from '../audit.ts'
import type { Schema } from '../schema.ts'
import { ago, minutesAgo, now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { openSession } from './open-session.ts'

export function createSessionStore(db: Kysely<Schema>, rateLimits: boolean): SessionStore {
  return {
    open: (session) => openSession({ db, rateLimits }, session),
    find: (tokenDigest, idleMinutes) => findSession(db, tokenDigest, idleMinutes),
    async end(session) {
      await endOne(db, session)
    },
    async recordFailure(failure) {
      await insertFailure(db, failure)
    },
  }
}

async function findSession(
  db: Kysely<Schema>,
  tokenDigest: TokenDigest,
  idleMinutes: number,
): Promise<Session | undefined> {
  const [row] = await sessionByDigest(db, { tokenDigest, idleMinutes })
  if (!row) return undefined
  if (row.seen_long_ago) await seen(db, { tokenDigest })
  return { login: row.email, signedInAt: row.created_at, expiresAt: row.expires_at }
}

const sessionByDigest = prepared(
  'find-session',
  (db, p: Values<{ tokenDigest: TokenDigest; idleMinutes: number }>) =>
    db
      .selectFrom('session as s')
      .innerJoin('account as a', 'a.id', 's.account_id')
      .select(({ eb }) => [
        'a.email',
        's.created_at',
        's.expires_at',
        eb('s.last_seen_at', '<', ago('1 minute')).$castTo<boolean>().as('seen_long_ago'),
      ])
      .where('s.digest', '=', p.tokenDigest)
      .where('s.expires_at', '>', now)
      .where('s.last_seen_at', '>', minutesAgo(p.idleMinutes))
      .whereRef('s.credential_version', '=', 'a.credential_version')
      .where('a.status', '=', 'active'),
)

const seen = prepared('session-seen', (db, p: Values<{ tokenDigest: TokenDigest }>) =>
  db.updateTable('session').set({ last_seen_at: now }).where('digest', '=', p.tokenDigest),
)

const endOne = prepared(
  'end-session',
  (db, p: Values<{ tokenDigest: TokenDigest; clientDigest: ClientDigest }>) =>
    db
      .with('ended', (q) =>
        q.deleteFrom('session').where('digest', '=', p.tokenDigest).returning('account_id'),
      )
      .insertInto('audit_event')
      .columns(['kind', 'outcome', 'account_id', 'client_digest'])
      .expression((eb) =>
        eb
          .selectFrom('ended')
          .select(({ cast, val }) => [
            val('signed-out' satisfies AuditKind).as('kind'),
            val('ended' satisfies AuditOutcome).as('outcome'),
            cast<string>('ended.account_id', 'text').as('account_id'),
            cast(p.clientDigest, 'bytea').as('client_digest'),
          ]),
      ),
)

const insertFailure = prepared(
  'record-sign-in-failure',
  (db, p: Values<{ addressDigest: AddressDigest; clientDigest: ClientDigest }>) =>
    db.insertInto('audit_event').values({
      kind: 'signed-in',
      outcome: 'refused',
      address_digest: p.addressDigest,
      client_digest: p.clientDigest,
    }),
)
