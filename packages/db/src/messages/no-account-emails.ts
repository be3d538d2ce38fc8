import { sql, type Transaction } from 'kysely'
import type { Schema } from '../schema.ts'
import { byIndex } from '../statements/batch-sql.ts'
import type { Draft } from './message-drafts.ts'

/** An address without an account is told so once in 24 hours, however often and wherever it is asked for. */
export async function leaveOutTheTold(trx: Transaction<Schema>, drafts: Draft[]): Promise<void> {
  const telling = drafts.filter(({ kind }) => kind === 'no-account')
  if (telling.length === 0) return
  const addresses = [...new Set(telling.map(({ to }) => to?.owner.canonical ?? ''))].sort()
  // Two workers that tell one address wait for each other here, always in the same order.
  for (const address of addresses) {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`no-account ${address}`}, 0))`.execute(
      trx,
    )
  }
  const { rows } = await sql<{ email_canonical: string; id: string }>`
    select r.email_canonical, m.id from recovery_request asked
    cross join lateral (
      select id, email_canonical from recovery_request
      where address_digest = asked.address_digest
        and created_at > clock_timestamp() - interval '2 days' ${byIndex}
    ) r
    cross join lateral (select * from message where request_id = r.id ${byIndex}) m
    where asked.id = any(${telling.map(({ request }) => request?.id)}::uuid[])
      and m.kind = 'no-account' and m.created_at > clock_timestamp() - interval '24 hours'
      and m.state in ('sending', 'delayed', 'handed-over')
    order by m.created_at`.execute(trx)
  const told = new Map<string, string>()
  const first = (address: string, id: string) => {
    if (!told.has(address)) told.set(address, id)
    return told.get(address) === id
  }
  for (const row of rows) first(row.email_canonical, row.id)
  for (const draft of telling) {
    if (first(draft.to?.owner.canonical ?? '', draft.attempt.messageId)) continue
    draft.fate = { state: 'suppressed', reason: 'no-account' }
    draft.kind = draft.attempt.job.kind
  }
}
