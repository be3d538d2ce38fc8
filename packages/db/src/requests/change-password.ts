import { kindsOfSecret, type NoRight, type RecoveryStore, type TokenDigest } from '@latchkey/core'
import { withParts } from '../accounts/account-table.ts'
import { WriteRefused } from '../accounts/accounts-mismatch.ts'
import { accountsOf } from '../accounts/accounts-of.ts'
import { unlessWritten } from '../accounts/unless-written.ts'
import type { LimitParts } from '../limits/limit-parts.ts'
import { now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { retryOnConflict } from '../statements/transaction.ts'
import { type AfterChange, afterChange, noAttempt, noticedBy } from './after-change.ts'
import { findRight } from './find-right.ts'

type Changed = { status: 'changed'; accountId: string }

export async function changePassword(
  { db, rateLimits }: Pick<LimitParts, 'db' | 'rateLimits'>,
  { by, ...change }: Parameters<RecoveryStore['changePassword']>[0],
): Promise<Changed | NoRight> {
  const [account] = await retryOnConflict(() =>
    changeOne(db, { ...change, ...noticedBy(by), ...noAttempt, rateLimits }),
  )
  if (account) return { status: 'changed', accountId: account.id }
  // A new look, because the winner has committed since the one above.
  const right = await findRight(db, change.tokenDigest)
  if (right.status === 'none') return right
  const accounts = accountsOf(db)
  // Row-level security hides rows from a lock without an error.
  if (accounts.kind !== 'native') throw new WriteRefused(accounts.written)
  return { status: 'none', reason: 'voided' }
}

type ChangeValues = AfterChange & { tokenDigest: TokenDigest; passwordHash: string }

/**
 * The spend, in one statement, which is one transaction: the account is locked first. READ COMMITTED is enough: the
 * loser of a race waits for the account's row and then finds the guard false. What is written while it waits, a session
 * or another email's secrets, belongs to the credentials of before and is dead with them.
 */
const changeOne = prepared('change-password', (db, p: Values<ChangeValues>, accounts) => {
  const kinds = kindsOfSecret(({ proves }) => proves === 'right')
  const changed = db
    .with(
      (cte) => cte('owner').materialized(),
      (q) =>
        accounts.locked(
          q,
          q
            .selectFrom('secret')
            .select('account_id')
            .where('digest', '=', p.tokenDigest)
            .where('kind', 'in', kinds)
            .$asScalar(),
        ),
    )
    .with('spent', (q) =>
      q
        .updateTable('secret')
        .from('owner')
        .set({ spent_at: now })
        .where('secret.digest', '=', p.tokenDigest)
        .where('secret.kind', 'in', kinds)
        .whereRef('secret.account_id', '=', 'owner.id')
        .whereRef('secret.credential_version', '=', 'owner.version')
        .where('secret.spent_at', 'is', null)
        .where('secret.voided_at', 'is', null)
        .where('secret.expires_at', '>', now)
        .returning(['secret.account_id', 'secret.request_id', 'secret.kind']),
    )
    .with('changed', (q) => accounts.change(q, p.passwordHash))
    .with('voided', (q) =>
      q
        .updateTable('secret')
        .set({ voided_at: now })
        .where('account_id', '=', (eb) => eb.selectFrom('changed').select('id'))
        .where('digest', '!=', p.tokenDigest)
        .where(
          'kind',
          'in',
          kindsOfSecret(({ voidedByPasswordChange }) => voidedByPasswordChange),
        )
        .where('spent_at', 'is', null)
        .where('voided_at', 'is', null),
    )
  return afterChange(p)(withParts(changed, accounts.besides(db)))
    .selectFrom('changed')
    .select('changed.id')
    .unionAll(unlessWritten<{ id: string }>(accounts))
})
