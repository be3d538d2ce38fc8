import { type Expression, type RawBuilder, sql } from 'kysely'
import { type Builder, on } from '../account-table.ts'

/* The revision is our part of the version of an application's account: nothing of ours may be raised in its table. */

/** Of the account with this id, as text. It contains that of all accounts. */
export function revisionOf(builder: Builder, id: RawBuilder<unknown>) {
  return on(builder)
    .selectFrom('account_revision as r')
    .select(sql<string>`coalesce(sum(r.revision), 0)::text`.as('revision'))
    .where('r.account_id', 'in', sql<string[]>`(${id}, '')` as never)
}

/** Raises those of these accounts. */
export function newRevisions(builder: Builder, ids: Expression<string[]>): Expression<object> {
  return on(builder)
    .insertInto('account_revision')
    .columns(['account_id'])
    .expression(
      on(builder)
        .selectFrom(sql<{ id: string }>`unnest(${ids}::text[])`.as<'one'>(sql`one (id)`))
        .select('one.id'),
    )
    .onConflict((conflict) =>
      conflict
        .column('account_id')
        .doUpdateSet(({ eb }) => ({ revision: eb('account_revision.revision', '+', 1) })),
    )
    .returning('account_id') as unknown as Expression<object>
}

/** For applications that compare it with what their sessions contain. Reads the CTE `changed`. */
export const newEpoch = sql<object>`(insert into credential_epoch (account_id) select id from changed
  on conflict (account_id) do update set epoch = credential_epoch.epoch + 1, changed_at = clock_timestamp()
  returning epoch)`
