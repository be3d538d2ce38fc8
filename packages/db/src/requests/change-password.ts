import type { NoRight, RecoveryStore } from '@latchkey/core'
import { sql } from 'kysely'
import { failuresForgotten } from '../limits/charge-sign-in.ts'
import { insertJobs } from '../queue/insert-job.ts'
import { onceMore } from '../statements/transaction.ts'
import { findRight } from './find-right.ts'
import type { RecoveryStoreParts } from './recovery-store.ts'

type Changed = { status: 'changed'; accountId: string }

/**
 * The spend, in one statement, which is one transaction: the account is locked first, as everywhere (`lockAccount`).
 * READ COMMITTED is enough: whoever loses waits for the account's row and then finds the guard false. What is written
 * while it waits, a session or another mail's secrets, belongs to the credentials of before and is dead with them.
 */
export async function changePassword(
  { db, rateLimits }: Pick<RecoveryStoreParts, 'db' | 'rateLimits'>,
  change: Parameters<RecoveryStore['changePassword']>[0],
): Promise<Changed | NoRight> {
  const statement = sql<{ id: string }>`
    with owner as materialized (
      select id, credential_version from account
      where status = 'active' and id = (
        select account_id from secret where digest = ${change.tokenDigest} and kind in ('link', 'ticket')
      )
      for no key update
    ), spent as (
      update secret s set spent_at = clock_timestamp()
      from owner
      where s.digest = ${change.tokenDigest} and s.kind in ('link', 'ticket')
        and s.account_id = owner.id and s.credential_version = owner.credential_version
        and s.spent_at is null and s.voided_at is null and s.expires_at > clock_timestamp()
      returning s.account_id, s.request_id
    ), changed as (
      update account set password_hash = ${change.passwordHash}, credential_version = credential_version + 1,
        password_changed_at = clock_timestamp()
      where id = (select account_id from spent) returning id, password_changed_at
    ), voided as (
      update secret set voided_at = clock_timestamp()
      where account_id = (select id from changed) and digest <> ${change.tokenDigest}
        -- Or a thief would disarm the notice by changing the password once more.
        and kind <> 'not-me' and spent_at is null and voided_at is null
    ), ended as (
      delete from session where account_id = (select id from changed)
    ), ${rateLimits ? sql`${failuresForgotten(change, sql`select from changed`)},` : sql``} job as (
      ${insertJobs(
        'password-changed',
        sql`select jsonb_build_object('accountId', id, 'changedAt',
          to_char(password_changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) from changed`,
      )}
    ), audit as (
      insert into audit_event (kind, outcome, request_id, account_id, address_digest, client_digest)
      select 'password-changed', 'changed', spent.request_id, changed.id,
        (select address_digest from recovery_request where id = spent.request_id), ${change.clientDigest}::bytea
      from changed join spent on spent.account_id = changed.id
    )
    select id from changed`
  const { rows } = await onceMore(() => statement.execute(db))
  const [account] = rows
  if (account) return { status: 'changed', accountId: account.id }
  // A new look, because the winner has committed since the one above.
  const right = await findRight(db, change.tokenDigest)
  return right.status === 'none' ? right : { status: 'none', reason: 'voided' }
}
