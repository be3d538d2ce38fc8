import { type QueryCreator, sql } from 'kysely'
import type { AuditKind, AuditOutcome } from '../audit.ts'
import type { Database } from '../connection/database.ts'
import { guarded } from '../connection/unavailable.ts'
import type { Schema } from '../schema.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { eventsOf, withEvents } from '../webhooks/insert-events.ts'
import { guardOf } from './accounts-mismatch.ts'
import { accountsOf } from './accounts-of.ts'

/** Seconds after a reset at which it is looked at for the last time. */
const LAST_LOOK_AFTER = 60

/** A reset in the tables of an application, as its job remembers it. */
export type RememberedChange = {
  accountId: string
  /** A digest of the stored password of before. */
  before: string
  changedAt: Date
}

export type UndoChecked =
  /** The password of before is stored again. `table`: the tables that a reset writes. */
  | { status: 'undone'; table: string }
  | { status: 'stands' }
  | { status: 'stands-so-far'; againInSeconds: number }

/** Looks whether an application has undone a reset. */
export type UndoCheck = { look(change: RememberedChange): Promise<UndoChecked> }

/**
 * Finds resets that an application undid: one that saves whole rows writes back what it read before. Stored passwords
 * are salted and do not repeat, so finding the former one is proof. Throws `Unavailable` when the database is away or
 * the tables do not fit the map.
 */
export function createUndoCheck({ kysely: db }: Database): UndoCheck {
  const accounts = accountsOf(db)
  return guarded(
    {
      async look(change) {
        // A job that was left from a time with a map.
        if (accounts.kind === 'native' || accounts.kind === 'ported') return { status: 'stands' }
        const [found] = await findUndone(db, { ...change, lastLookAfter: LAST_LOOK_AFTER })
        if (found?.undone) return { status: 'undone', table: accounts.written }
        const againInSeconds = found?.seconds_left ?? 0
        return againInSeconds > 0
          ? { status: 'stands-so-far', againInSeconds }
          : { status: 'stands' }
      },
    },
    guardOf(accounts),
  )
}

const findUndone = prepared(
  'find-undone',
  (db, p: Values<RememberedChange & { lastLookAfter: number }>, accounts) =>
    withEvents((q: QueryCreator<Schema & { undone: { digest: string } }>) => [
      eventsOf(
        q,
        'account.change_undone',
        q
          .selectFrom('undone')
          .select(({ cast, val }) => [
            cast<string>(p.accountId, 'text').as('accountId'),
            val(accounts.written).as('tables'),
          ])
          .as('data'),
      ),
    ])(
      db
        .with(
          'undone',
          () =>
            sql<{
              digest: string
            }>`(select stored.digest from (${accounts.passwordDigest(db, p.accountId)}) as stored
          where stored.digest = ${p.before} limit 1)`,
        )
        .with('audit', (q) =>
          q
            .insertInto('audit_event')
            .columns(['kind', 'outcome', 'account_id'])
            .expression(
              q
                .selectFrom('undone')
                .select(({ cast, val }) => [
                  val('change-undone' satisfies AuditKind).as('kind'),
                  val('found' satisfies AuditOutcome).as('outcome'),
                  cast(p.accountId, 'text').as('account_id'),
                ]),
            ),
        ),
    ).selectNoFrom(({ exists, selectFrom }) => [
      exists(selectFrom('undone').select('digest')).$castTo<boolean>().as('undone'),
      sql<number>`(${p.lastLookAfter}::float - extract(epoch from clock_timestamp() - ${p.changedAt}::timestamptz))::float`.as(
        'seconds_left',
      ),
    ]),
)
