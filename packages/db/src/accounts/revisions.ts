import { type Expression, type RawBuilder, sql } from 'kysely'
import { type Builder, on } from './account-table.ts'

/* A number of ours that is part of the version of accounts that are not ours, so that we can make secrets invalid. */

/** Of the account, as text. The empty id stands for all accounts. */
export function revisionOf(builder: Builder, id: Expression<unknown>): Expression<unknown> {
  return on(builder)
    .selectFrom('account_revision as r')
    .select(sql<string>`coalesce(sum(r.revision), 0)::text`.as('revision'))
    .where('r.account_id', 'in', sql<string[]>`(${id}::text, '')` as never)
}

/** Raises it for each. */
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
    .returning('account_id') as unknown as RawBuilder<object>
}

/** For applications that compare it with what their sessions contain. Reads the CTE `changed`. */
export const newEpoch = sql<object>`(insert into credential_epoch (account_id) select id from changed
  on conflict (account_id) do update set epoch = credential_epoch.epoch + 1, changed_at = clock_timestamp()
  returning epoch)`
