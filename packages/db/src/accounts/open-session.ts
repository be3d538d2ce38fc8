import type {
  ClientDigest,
  Session,
  SessionStore,
  SharedCharge,
  SignInSubjects,
  TokenDigest,
} from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { AuditKind, AuditOutcome } from '../audit.ts'
import { forgetFailures } from '../limits/forget-failures.ts'
import type { Schema } from '../schema.ts'
import { minutesFromNow } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { retryOnConflict } from '../statements/transaction.ts'

export async function openSession(
  { db, rateLimits }: { db: Kysely<Schema>; rateLimits: boolean },
  session: Parameters<SessionStore['open']>[0],
): Promise<Session | undefined> {
  const [opened] = await retryOnConflict(() => openOne(db, { ...session, rateLimits }))
  return (
    opened && {
      login: opened.email,
      signedInAt: opened.created_at,
      expiresAt: opened.expires_at,
    }
  )
}

type OpenValues = SignInSubjects &
  SharedCharge & {
    tokenDigest: TokenDigest
    accountId: string
    credentialVersion: number
    absoluteMinutes: number
    clientDigest: ClientDigest
    rateLimits: boolean
  }

/** Only under the credentials that were checked: a reset during the slow hash wins. */
const openOne = prepared('open-session', (db, p: Values<OpenValues>) => {
  const opened = db
    .with(
      (cte) => cte('owner').materialized(),
      (q) =>
        q
          .selectFrom('account')
          .select(['id', 'email', 'credential_version'])
          .where('id', '=', p.accountId)
          .where('credential_version', '=', p.credentialVersion)
          .where('status', '=', 'active')
          .forShare(),
    )
    .with('opened', (q) =>
      q
        .insertInto('session')
        .columns(['digest', 'account_id', 'credential_version', 'expires_at'])
        .expression(
          q
            .selectFrom('owner')
            .select(({ cast }) => [
              cast(p.tokenDigest, 'bytea').as('digest'),
              'owner.id',
              'owner.credential_version',
              minutesFromNow(p.absoluteMinutes).as('expires_at'),
            ]),
        )
        .returning(['account_id', 'created_at', 'expires_at']),
    )
    .with('audit', (q) =>
      q
        .insertInto('audit_event')
        .columns(['kind', 'outcome', 'account_id', 'client_digest'])
        .expression(
          q
            .selectFrom('opened')
            .select(({ cast, val }) => [
              val('signed-in' satisfies AuditKind).as('kind'),
              val('signed-in' satisfies AuditOutcome).as('outcome'),
              cast<string>('opened.account_id', 'text').as('account_id'),
              cast(p.clientDigest, 'bytea').as('client_digest'),
            ]),
        ),
    )
    .with('success', (q) => q.selectFrom('opened').select('account_id').where(p.rateLimits))
  return forgetFailures(p)(opened)
    .selectFrom('opened')
    .innerJoin('owner', 'owner.id', 'opened.account_id')
    .select(['owner.email', 'opened.created_at', 'opened.expires_at'])
})
