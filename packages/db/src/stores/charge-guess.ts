import type { Charge } from '@latchkey/core'
import { sql } from 'kysely'
import { chargeStatement, json } from './limiter.ts'
import type { RecoveryStoreParts } from './recovery-store.ts'

type Row = { known: boolean; open: boolean; tried: boolean; within_budget: boolean | null }

/**
 * Charged before anything is compared, and in a statement of its own that commits by itself: nothing that goes
 * wrong later refunds a guess. A decoy is charged like any other request.
 */
export async function chargeGuess(
  { db, rateLimits }: RecoveryStoreParts,
  requestId: string,
  limit: Pick<Charge, 'limit' | 'windows'>,
): Promise<'charged' | 'unknown' | 'expired' | 'exhausted'> {
  const budget = chargeStatement(
    sql`select ${limit.limit}::text, address_digest, ${json(limit.windows)}::jsonb
      from tried where ${rateLimits}::boolean`,
  )
  const { rows } = await sql<Row>`
    with tried as (
      update recovery_request set tries = tries + 1
      where id = ${requestId} and tries < 5 and closes_at > clock_timestamp()
      returning address_digest
    ), budget as (${budget})
    select r.id is not null as known,
      coalesce(r.closes_at > clock_timestamp(), false) as open,
      exists (select from tried) as tried,
      (select accepted from budget) as within_budget
    from (select ${requestId}::uuid as id) as asked left join recovery_request r on r.id = asked.id
  `.execute(db)
  const [row] = rows
  if (!row?.known) return 'unknown'
  if (!row.open) return 'expired'
  return row.tried && row.within_budget !== false ? 'charged' : 'exhausted'
}
