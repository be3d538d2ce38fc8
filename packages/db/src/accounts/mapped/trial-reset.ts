import { sql } from 'kysely'
import type { Database } from '../../connection/database.ts'
import { onMappedAccounts } from '../../connection/unavailable.ts'
import { prepared, type Values } from '../../statements/prepared.ts'
import { transaction } from '../../statements/transaction.ts'
import { type Effect, withParts } from '../account-table.ts'
import { WriteRefused } from '../accounts-mismatch.ts'
import { accountsOf } from '../accounts-of.ts'
import { findAccountAt } from '../find-account-at.ts'

/** One part of a reset that was rolled back. */
export type TriedPart = Omit<Effect, 'cte'> & { rows: number }

export type TriedReset =
  | { status: 'no-account' | 'ambiguous' | 'disabled' | 'no-password' }
  /** `stored`: the password as it was read back, as one text. */
  | { status: 'tried'; accountId: string; parts: TriedPart[]; stored: string }

/**
 * Everything that a reset writes to the account and its sessions, in a transaction that is rolled back.
 *
 * @param trial the address in its canonical form, and the password as the hasher made it.
 * @throws Unavailable if the tables do not fit the map, or refuse what is written.
 */
export async function trialReset(
  { kysely }: Database,
  trial: { email: string; columns: string },
): Promise<TriedReset> {
  const accounts = accountsOf(kysely)
  return onMappedAccounts(() =>
    transaction<TriedReset>(kysely, async (trx, undo) => {
      const at = await findAccountAt(trx, trial.email)
      if (!at) return { status: 'no-account' }
      if (at.sharedBy > 1) return { status: 'ambiguous' }
      if (at.row.status !== 'active') return { status: 'disabled' }
      if (!at.row.has_password) return { status: 'no-password' }
      const accountId = at.row.id
      const [tried] = await changeForTrial(trx, { accountId, stored: trial.columns })
      const counts: Partial<Record<string, number>> = tried?.counts ?? {}
      const [read] = await storedPassword(trx, { accountId })
      if (accounts.mustWrite.some((cte) => counts[cte] !== 1)) {
        throw new WriteRefused(accounts.written)
      }
      return undo({
        status: 'tried',
        accountId,
        parts: accounts.effects.map(({ cte, ...effect }) => ({
          ...effect,
          rows: counts[cte] ?? 0,
        })),
        stored: read?.stored ?? '',
      })
    }),
  )
}

const changeForTrial = prepared(
  'trial-reset',
  (db, p: Values<{ accountId: string; stored: string }>, accounts) => {
    const changed = db
      .with(
        (cte) => cte('owner').materialized(),
        (q) => accounts.locked(q, p.accountId),
      )
      .with('spent', (q) => q.selectFrom('owner').select('owner.id as account_id'))
      .with('changed', (q) => accounts.change(q, p.stored))
    const counts = accounts.effects.map(
      ({ cte }) => sql`${sql.lit(cte)}, (select count(*) from ${sql.id(cte)})`,
    )
    return withParts(changed, accounts.besides(db)).selectNoFrom(
      sql<Record<string, number>>`json_build_object(${sql.join(counts)})`.as('counts'),
    )
  },
)

const storedPassword = prepared(
  'stored-password',
  (db, p: Values<{ accountId: string }>, accounts) =>
    db
      .selectFrom(sql<{ stored: string | null }>`(${accounts.stored(db, p.accountId)})`.as('one'))
      .select('one.stored'),
)
