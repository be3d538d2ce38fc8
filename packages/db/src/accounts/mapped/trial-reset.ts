import { type Kysely, sql } from 'kysely'
import type { Database } from '../../connection/database.ts'
import { waitedForALock } from '../../connection/unavailable.ts'
import type { Schema } from '../../schema.ts'
import { prepared, type Values } from '../../statements/prepared.ts'
import { transaction } from '../../statements/transaction.ts'
import { type Effect, withParts } from '../account-table.ts'
import { onMappedAccounts, WriteRefused } from '../accounts-mismatch.ts'
import { accountsOf } from '../accounts-of.ts'
import { findAccountAt } from '../find-account-at.ts'

/** One part of a reset that was rolled back. */
export type TriedPart = Omit<Effect, 'cte'> & { rows: number }

/** What a reset that was rolled back would have done. */
export type TriedReset =
  | { status: 'no-account' | 'ambiguous' | 'disabled' | 'no-password' }
  /** A function that should lock the account does not, so two resets at once could both succeed. */
  | { status: 'not-locked' }
  /** `stored`: the password as it was read back, as one text. */
  | {
      status: 'tried'
      accountId: string
      parts: TriedPart[]
      /** Absent: this role may not see it, and only knows that the version of the account differs. */
      stored: string | undefined
    }

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
      if (accounts.kind === 'functions') {
        await lockForTrial(trx, { accountId })
        if (!(await isLocked(kysely, accountId))) return { status: 'not-locked' }
      }
      const [tried] = await changeForTrial(trx, { accountId, stored: trial.columns })
      const counts: Partial<Record<string, number>> = tried?.counts ?? {}
      if (accounts.mustWrite.some((cte) => counts[cte] !== 1)) {
        throw new WriteRefused(accounts.written)
      }
      if (accounts.stored === undefined) {
        const again = await findAccountAt(trx, trial.email)
        if (again?.row.version === at.row.version) throw new WriteRefused(accounts.written)
      }
      const [read] = accounts.stored ? await storedPassword(trx, { accountId }) : [undefined]
      return undo({
        status: 'tried',
        accountId,
        parts: accounts.effects.map(({ cte, ...effect }) => ({
          ...effect,
          rows: counts[cte] ?? 0,
        })),
        stored: accounts.stored && (read?.stored ?? ''),
      })
    }),
  )
}

/** Whether a second connection has to wait. */
async function isLocked(kysely: Kysely<Schema>, accountId: string): Promise<boolean> {
  try {
    return await transaction<boolean>(kysely, async (trx, undo) => {
      await trx.selectNoFrom(sql`set_config('lock_timeout', '100ms', true)`.as('timeout')).execute()
      await lockForTrial(trx, { accountId })
      return undo(false)
    })
  } catch (error) {
    if (waitedForALock(error)) return true
    throw error
  }
}

const lockForTrial = prepared('lock-for-trial', (db, p: Values<{ accountId: string }>, accounts) =>
  accounts.locked(db, p.accountId),
)

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
      .selectFrom(sql<{ stored: string | null }>`(${accounts.stored?.(db, p.accountId)})`.as('one'))
      .select('one.stored'),
)
