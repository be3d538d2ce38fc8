import type { ClientDigest, SessionStore, TokenDigest } from '@latchkey/core'
import { type Kysely, sql } from 'kysely'
import { failuresForgotten } from '../limits/charge-sign-in.ts'
import type { Schema } from '../schema.ts'
import { inMinutes, now } from '../statements/time.ts'
import { transaction } from '../statements/transaction.ts'

export function createSessionStore(db: Kysely<Schema>, rateLimits: boolean): SessionStore {
  return {
    open: (session) =>
      transaction(db, async (trx) => {
        // Opened only under the credentials that were checked: a reset during the slow hash wins.
        const opened = await trx
          .insertInto('session')
          .columns(['digest', 'account_id', 'credential_version', 'expires_at'])
          .expression((eb) =>
            eb
              .selectFrom('account')
              .select([
                sql<TokenDigest>`${session.tokenDigest}::bytea`.as('digest'),
                'id',
                'credential_version',
                inMinutes(session.absoluteMinutes).as('expires_at'),
              ])
              .where('id', '=', session.accountId)
              .where('credential_version', '=', session.credentialVersion)
              .where('status', '=', 'active')
              .forShare(),
          )
          .returning(['created_at', 'expires_at'])
          .executeTakeFirst()
        if (!opened) return undefined
        const account = await trx
          .selectFrom('account')
          .select('email')
          .where('id', '=', session.accountId)
          .executeTakeFirstOrThrow()
        await trx
          .insertInto('audit_event')
          .values({
            kind: 'signed-in',
            outcome: 'signed-in',
            account_id: session.accountId,
            client_digest: session.clientDigest,
          })
          .execute()
        if (rateLimits) {
          await sql`with ${failuresForgotten(session, sql`select`)} select`.execute(trx)
        }
        return { login: account.email, signedInAt: opened.created_at, expiresAt: opened.expires_at }
      }),

    async recordFailure(failure) {
      await db
        .insertInto('audit_event')
        .values({
          kind: 'signed-in',
          outcome: 'refused',
          address_digest: failure.addressDigest,
          client_digest: failure.clientDigest,
        })
        .execute()
    },

    async find(tokenDigest, idleMinutes) {
      const row = await db
        .selectFrom('session as s')
        .innerJoin('account as a', 'a.id', 's.account_id')
        .select(['a.email', 's.created_at', 's.expires_at'])
        .select(
          sql<boolean>`s.last_seen_at < clock_timestamp() - interval '1 minute'`.as(
            'seen_long_ago',
          ),
        )
        .where('s.digest', '=', tokenDigest)
        .where('s.expires_at', '>', now)
        .where(
          sql<boolean>`s.last_seen_at > clock_timestamp() - make_interval(mins => ${idleMinutes}::integer)`,
        )
        .whereRef('s.credential_version', '=', 'a.credential_version')
        .where('a.status', '=', 'active')
        .executeTakeFirst()
      if (!row) return undefined
      if (row.seen_long_ago) {
        await db
          .updateTable('session')
          .set({ last_seen_at: now })
          .where('digest', '=', tokenDigest)
          .execute()
      }
      return { login: row.email, signedInAt: row.created_at, expiresAt: row.expires_at }
    },

    async end({ tokenDigest, clientDigest }) {
      await db
        .with('ended', (cte) =>
          cte.deleteFrom('session').where('digest', '=', tokenDigest).returning('account_id'),
        )
        .insertInto('audit_event')
        .columns(['kind', 'outcome', 'account_id', 'client_digest'])
        .expression((eb) =>
          eb
            .selectFrom('ended')
            .select([
              sql<string>`'signed-out'`.as('kind'),
              sql<string>`'ended'`.as('outcome'),
              'account_id',
              sql<ClientDigest>`${clientDigest}::bytea`.as('client_digest'),
            ]),
        )
        .execute()
    },
  }
}
