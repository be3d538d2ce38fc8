import { CANDIDATE_REQUESTS, type Charge, type Digest, TRIES_PER_REQUEST } from '@latchkey/core'
import { sql } from 'kysely'
import { chargeStatement, json } from './limiter.ts'
import type { RecoveryStoreParts } from './recovery-store.ts'

type Row = { known: boolean; open: boolean; tried: boolean; within_budget: boolean | null }

/**
 * Charged before anything is compared, and in a statement of its own that commits by itself: nothing that goes
 * wrong later refunds a guess. A decoy is charged like any other request.
 */
export async function chargeGuess(
  { db, rateLimits, onLimit }: RecoveryStoreParts,
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
      where id = ${requestId} and tries < ${TRIES_PER_REQUEST} and closes_at > clock_timestamp()
      returning address_digest
    ), budget as (${budget})
    select r.id is not null as known,
      coalesce(r.closes_at > clock_timestamp(), false) as open,
      exists (select from tried) as tried,
      (select accepted from budget) as within_budget
    from (select ${requestId}::uuid as id) as asked left join recovery_request r on r.id = asked.id
  `.execute(db)
  const [row] = rows
  if (row?.within_budget === false) onLimit(limit.limit)
  if (!row?.known) return 'unknown'
  if (!row.open) return 'expired'
  return row.tried && row.within_budget !== false ? 'charged' : 'exhausted'
}

/**
 * One statement again. The address pays whether it has requests or not, so that the answer for one that has none
 * takes the same way.
 */
export async function chargeGuessByAddress(
  { db, rateLimits, onLimit }: RecoveryStoreParts,
  [addressDigest, ...former]: readonly [Digest, ...Digest[]],
  limit: Pick<Charge, 'limit' | 'windows'>,
): Promise<{ status: 'charged'; requestIds: string[] } | { status: 'exhausted' }> {
  const budget = chargeStatement(
    sql`select ${limit.limit}::text, ${addressDigest}::bytea, ${json(limit.windows)}::jsonb
      where ${rateLimits}::boolean`,
  )
  const { rows } = await sql<{ ids: string[]; within_budget: boolean | null }>`
    with tried as (
      update recovery_request set tries = tries + 1
      where tries < ${TRIES_PER_REQUEST} and id in (
        select id from recovery_request
        where address_digest in (${sql.join([addressDigest, ...former])}) and closes_at > clock_timestamp()
        order by created_at desc limit ${CANDIDATE_REQUESTS}
      )
      returning id
    ), budget as (${budget})
    select array(select id::text from tried) as ids, (select accepted from budget) as within_budget
  `.execute(db)
  const [row] = rows
  if (row?.within_budget === false) onLimit(limit.limit)
  if (!row || row.within_budget === false) return { status: 'exhausted' }
  return { status: 'charged', requestIds: row.ids }
}
