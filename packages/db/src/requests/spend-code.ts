import { type CodeSpent, type RecoveryStore, storedEmailAddress } from '@latchkey/core'
import { type Kysely, sql } from 'kysely'
import { guessesRefunded } from '../limits/refund-guess.ts'
import type { Schema } from '../schema.ts'
import { bytes, rowsOf } from '../statements/batch-sql.ts'

export type Spend = Parameters<RecoveryStore['spendCode']>[0]

type Row = { request_id: string; email: string; email_canonical: string; expires_at: Date }

/**
 * Codes of different requests, in one statement, which is one transaction. Accounts are locked first, and in the
 * order of their keys: see `lockAccount`. READ COMMITTED is enough: whoever waits for a lock then finds the row as
 * the winner left it, and the guard false.
 */
export async function spendCodes(
  db: Kysely<Schema>,
  spends: readonly Spend[],
): Promise<(CodeSpent | { status: 'wrong' })[]> {
  const asked = spends.map((spend) => ({
    request_id: spend.requestId,
    codes: spend.codeDigests.map(bytes),
    ticket: bytes(spend.ticketDigest),
    minutes: spend.ticketLifetimeMinutes,
    client: bytes(spend.clientDigest),
  }))
  const { rows } = await sql<Row>`
    with asked as materialized (
      select * from jsonb_to_recordset(${rowsOf(asked)})
        as asked (request_id uuid, codes bytea[], ticket bytea, minutes integer, client bytea)
    ), code as materialized (
      select s.digest, s.request_id, s.account_id
      from secret s join asked on asked.request_id = s.request_id and s.digest = any(asked.codes)
      where s.digest = any(array(select unnest(codes) from asked)) and s.kind = 'code'
    ), owner as materialized (
      select id, email, email_canonical, credential_version from account
      where id = any(array(select account_id from code)) and status = 'active'
      order by id for no key update
    ), spent as (
      update secret s set spent_at = clock_timestamp()
      from code join owner on owner.id = code.account_id
      where s.digest = any(array(select digest from code)) and s.digest = code.digest
        and s.credential_version = owner.credential_version
        and s.spent_at is null and s.voided_at is null and s.expires_at > clock_timestamp()
      returning s.request_id, s.account_id, s.credential_version, owner.email, owner.email_canonical
    ), ticket as (
      insert into secret (digest, kind, request_id, account_id, credential_version, expires_at)
      select asked.ticket, 'ticket', request_id, spent.account_id, spent.credential_version,
        clock_timestamp() + make_interval(mins => asked.minutes)
      from spent join asked using (request_id)
      returning request_id, expires_at
    ), ${guessesRefunded(sql`select request_id from ticket`)}, audit as (
      insert into audit_event (kind, outcome, request_id, account_id, address_digest, client_digest)
      select 'code-verified', 'verified', request_id, spent.account_id, refunded.address_digest, asked.client
      from spent join asked using (request_id) left join refunded on refunded.id = request_id
    )
    select request_id, spent.email, spent.email_canonical, ticket.expires_at
    from spent join ticket using (request_id)`.execute(db)
  const byRequest = new Map(rows.map((row) => [row.request_id, row]))
  return spends.map(({ requestId }) => {
    const row = byRequest.get(requestId.toLowerCase())
    if (!row) return { status: 'wrong' }
    return {
      status: 'spent',
      owner: storedEmailAddress(row.email, row.email_canonical),
      ticketExpiresAt: row.expires_at,
    }
  })
}
