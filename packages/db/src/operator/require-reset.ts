import type { Kysely } from 'kysely'
import { ownerOf, withParts } from '../accounts/account-table.ts'
import { WriteRefused } from '../accounts/accounts-mismatch.ts'
import { accountsOf } from '../accounts/accounts-of.ts'
import { unlessWritten } from '../accounts/unless-written.ts'
import { insertJob } from '../queue/insert-job.ts'
import type { Schema } from '../schema.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { transaction } from '../statements/transaction.ts'
import { writeEvents } from '../webhooks/write-events.ts'
import { accountById } from './account-by-id.ts'
import { type By, revokeAccounts } from './revoke.ts'

/** One account that must choose a new password. */
export type RequiredReset = {
  accountId: string
  campaign: string
  /** What the email says to its owner. */
  publicReason: string | undefined
  /** Replaces the password, so that it cannot be used any more: as the hasher made it. */
  lockWith: string | undefined
}

/** What became of one account of a campaign. */
export type ResetRequired =
  | { status: 'queued' }
  /** The campaign had reached it before. */
  | { status: 'done-before' }
  | { status: 'skipped'; reason: 'unknown' | 'disabled' | 'no-password' | 'no-address' }

/**
 * Queues the email that asks the owner for a new password, once for each campaign, and locks the account before, if that
 * is wanted: the password is replaced, and what a reset ends is ended. An account that is skipped is not stored: the next
 * run judges it again.
 */
export async function requireReset(
  db: Kysely<Schema>,
  { accountId: given, campaign, publicReason, lockWith }: RequiredReset,
  by: By,
): Promise<ResetRequired> {
  const isLocked = lockWith !== undefined
  return transaction<ResetRequired>(db, async (trx) => {
    const account = await accountById(trx, given)
    // As the table writes it: a UUID may be given in capitals.
    const accountId = account?.id ?? given
    const [reached] = await reachedAccount(trx, { campaign, accountId })
    if (reached) return { status: 'done-before' }
    if (!account) return { status: 'skipped', reason: 'unknown' }
    if (account.status !== 'active') return { status: 'skipped', reason: 'disabled' }
    if (!account.has_password) return { status: 'skipped', reason: 'no-password' }
    if (!ownerOf(account)) return { status: 'skipped', reason: 'no-address' }
    const noted = { campaign, accountId, publicReason: publicReason ?? null, isLocked }
    const [first] = await noteAccount(trx, noted)
    // Another run of the campaign was faster.
    if (!first) return { status: 'done-before' }
    if (isLocked) {
      const [locked] = await lockAccount(trx, { accountId, stored: lockWith })
      // Row-level security hides rows from a lock without an error.
      if (!locked) throw new WriteRefused(accountsOf(trx).written)
      await revokeAccounts(trx, [accountId])
    }
    const [recorded] = await recordRequired(trx, {
      accountId,
      outcome: isLocked ? 'locked' : 'queued',
      ...by,
    })
    if (!recorded) throw new Error('The audit event was not stored')
    const occurredAt = recorded.at.toISOString()
    await insertJob(trx, {
      ...{ kind: 'reset-required', accountId, occurredAt },
      ...{ publicReason: publicReason ?? null, isLocked },
    })
    const reason = by.reason ?? ''
    await writeEvents(trx, [
      { type: 'account.reset_required', data: { accountId, campaign, reason } },
      ...(isLocked
        ? ([
            {
              type: 'account.sessions_ended',
              data: { accountId, requestId: null, because: 'reset-required' },
            },
          ] as const)
        : []),
    ])
    return { status: 'queued' }
  })
}

type Id = { accountId: string }
type Noted = Id & { campaign: string; publicReason: string | null; isLocked: boolean }

const reachedAccount = prepared('campaign-reached', (db, p: Values<Id & { campaign: string }>) =>
  db
    .selectFrom('campaign_account')
    .select('account_id')
    .where('campaign', '=', p.campaign)
    .where('account_id', '=', p.accountId),
)

const noteAccount = prepared('note-campaign', (db, p: Values<Noted>) =>
  db
    .insertInto('campaign_account')
    .values({
      ...{ campaign: p.campaign, account_id: p.accountId },
      ...{ public_reason: p.publicReason, is_locked: p.isLocked },
    })
    .onConflict((conflict) => conflict.columns(['campaign', 'account_id']).doNothing())
    .returning('account_id'),
)

/** What a reset writes, without a secret that is spent for it. */
const lockAccount = prepared(
  'lock-account-password',
  (db, p: Values<Id & { stored: string }>, accounts) => {
    const changed = db
      .with(
        (cte) => cte('owner').materialized(),
        (q) => accounts.locked(q, p.accountId),
      )
      .with('spent', (q) => q.selectFrom('owner').select('owner.id as account_id'))
      .with('changed', (q) => accounts.change(q, p.stored))
    return withParts(changed, accounts.besides(db))
      .selectFrom('changed')
      .select('changed.id')
      .unionAll(unlessWritten<{ id: string }>(accounts))
  },
)

type Required = By & Id & { outcome: 'queued' | 'locked' }

const recordRequired = prepared('record-required-reset', (db, p: Values<Required>) =>
  db
    .insertInto('audit_event')
    .values({
      ...{ kind: 'reset-required', outcome: p.outcome, account_id: p.accountId },
      ...{ operator: p.operator, reason: p.reason },
    })
    .returning('at'),
)
