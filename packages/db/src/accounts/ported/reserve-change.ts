import type { JobKind, PendingChange, SecretKind, TokenDigest } from '@latchkey/core'
import { type Kysely, sql } from 'kysely'
import type { Schema } from '../../schema.ts'
import { now, secondsFromNow } from '../../statements/expressions.ts'
import { prepared, type Values } from '../../statements/prepared.ts'
import { callersTraceParent } from '../../tracing/trace-parent.ts'

/** Seconds for which nobody else may start a change with the same secret. */
const RESERVED_SECONDS = 30
/** Seconds after which a worker takes care of a change that was not settled. Longer than a call may take. */
const SETTLE_AFTER_SECONDS = 10

type Reservation = { changeId: string; tokenDigest: TokenDigest; pending: PendingChange }

/**
 * Before an application is told to change a password: reserves the secret, and leaves a job that settles the change if
 * this process does not. Of several callers, one gets `true`.
 *
 * @param db looks at the account.
 * @param kinds the kinds of secrets that may start it.
 */
export async function reserveChange(
  db: Kysely<Schema>,
  { changeId, tokenDigest, pending }: Reservation,
  kinds: readonly SecretKind[],
): Promise<boolean> {
  const payload = JSON.stringify(pending)
  return (await reserveOne(db, { changeId, tokenDigest, kinds, payload })).length > 0
}

type ReserveValues = {
  changeId: string
  tokenDigest: TokenDigest
  kinds: readonly SecretKind[]
  payload: string
}

const reserveOne = prepared('reserve-change', (db, p: Values<ReserveValues>, accounts) =>
  db
    .with(
      (cte) => cte('owner').materialized(),
      (q) =>
        accounts.locked(
          q,
          q
            .selectFrom('secret')
            .select('account_id')
            .where('digest', '=', p.tokenDigest)
            .where(({ eb, fn }) => eb('kind', '=', fn.any(p.kinds)))
            .$asScalar(),
        ),
    )
    .with('reserved', (q) =>
      q
        .updateTable('secret')
        .from('owner')
        .set(({ cast }) => ({
          reserved_until: secondsFromNow(RESERVED_SECONDS),
          change_id: cast<string>(p.changeId, 'uuid'),
        }))
        .where('secret.digest', '=', p.tokenDigest)
        .where(({ eb, fn }) => eb('secret.kind', '=', fn.any(p.kinds)))
        .whereRef('secret.account_id', '=', 'owner.id')
        // The secret of a notice stays valid however often the password was changed since.
        .where(({ eb, or, ref }) =>
          or([
            eb('secret.kind', '=', 'not-me'),
            eb('secret.credential_version', '=', ref('owner.version')),
          ]),
        )
        .where('secret.spent_at', 'is', null)
        .where('secret.voided_at', 'is', null)
        .where('secret.expires_at', '>', now)
        .where(({ eb, or }) =>
          or([eb('secret.reserved_until', 'is', null), eb('secret.reserved_until', '<', now)]),
        )
        .returning('secret.account_id'),
    )
    .insertInto('outbox_job')
    .columns(['id', 'kind', 'payload', 'due_at', 'trace_parent'])
    .expression((eb) =>
      eb
        .selectFrom('reserved')
        .select(({ cast, val }) => [
          cast<string>(p.changeId, 'uuid').as('id'),
          val('settle-change' satisfies JobKind).as('kind'),
          sql<string>`${p.payload}::jsonb`.as('payload'),
          secondsFromNow(SETTLE_AFTER_SECONDS).as('due_at'),
          cast<string | null>(callersTraceParent, 'text').as('trace_parent'),
        ]),
    )
    .returning('id'),
)

type Freed = { changeId: string; tokenDigest: TokenDigest }

/** The secret may be used again. `endJob`: the change was certainly not made, so there is nothing to settle. */
export async function freeSecret(
  db: Kysely<Schema>,
  { changeId, tokenDigest }: Freed,
  { endJob }: { endJob: boolean },
): Promise<void> {
  await freeOne(db, { changeId, tokenDigest, endJob })
}

const freeOne = prepared('free-secret', (db, p: Values<Freed & { endJob: boolean }>) =>
  db
    .with('ended', (q) =>
      q
        .deleteFrom('outbox_job')
        .where('id', '=', p.changeId)
        .where('kind', '=', 'settle-change')
        .where(p.endJob)
        .returning('id'),
    )
    .updateTable('secret')
    .set({ reserved_until: null, change_id: null })
    .where('digest', '=', p.tokenDigest)
    .where('change_id', '=', p.changeId)
    .where('spent_at', 'is', null),
)
