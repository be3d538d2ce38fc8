import {
  CANDIDATE_REQUESTS,
  type Digest,
  type GuessCharged,
  type GuessLimits,
  type Limited,
  TRIES_PER_REQUEST,
} from '@latchkey/core'
import { type RawBuilder, sql } from 'kysely'
import { roomIn, spendFrom } from './budget.ts'
import { chargeStatement, json, limited } from './limiter.ts'
import type { RecoveryStoreParts } from './recovery-store.ts'
import { oneMoreIn } from './streak.ts'

type Parts = Pick<RecoveryStoreParts, 'db' | 'rateLimits' | 'onLimit'>

/** What the limits said; null where one was not asked. */
type Verdict = { within_day: boolean | null; within_row: boolean | null; closed_for: number | null }

/**
 * Charged before anything is compared, and in a statement of its own that commits by itself: nothing that goes
 * wrong later refunds a guess. A decoy is charged like any other request.
 */
export async function chargeGuess(
  parts: Parts,
  requestId: string,
  limits: GuessLimits,
): Promise<GuessCharged | Limited> {
  const { rows } = await sql<Verdict & { known: boolean; open: boolean; tried: boolean }>`
    with room as (${room(parts, limits)}), tried as (
      update recovery_request set tries = tries + 1
      where id = ${requestId} and tries < ${TRIES_PER_REQUEST} and closes_at > clock_timestamp()
        and (select "left" is null or "left" > 0 from room)
      returning address_digest
    ), ${charges(parts, limits, sql`select address_digest from tried`)}
    select r.id is not null as known,
      coalesce(r.closes_at > clock_timestamp(), false) as open,
      exists (select from tried) as tried, verdict.*
    from (select ${requestId}::uuid as id) as asked
      left join recovery_request r on r.id = asked.id, verdict
  `.execute(parts.db)
  const [row] = rows
  if (!row) return 'unknown'
  if (row.closed_for !== null) return closed(parts, row.closed_for)
  if (!row.known) return 'unknown'
  if (!row.open) return 'expired'
  return row.tried && isWithin(parts, row) ? 'charged' : 'exhausted'
}

/**
 * One statement again. The address pays whether it has requests or not, so that the answer for one that has none
 * takes the same way.
 */
export async function chargeGuessByAddress(
  parts: Parts,
  [addressDigest, ...former]: readonly [Digest, ...Digest[]],
  limits: GuessLimits,
): Promise<{ status: 'charged'; requestIds: string[] } | { status: 'exhausted' } | Limited> {
  const { rows } = await sql<Verdict & { ids: string[] }>`
    with room as (${room(parts, limits)}), tried as (
      update recovery_request set tries = tries + 1
      where tries < ${TRIES_PER_REQUEST} and (select "left" is null or "left" > 0 from room) and id in (
        select id from recovery_request
        where address_digest in (${sql.join([addressDigest, ...former])}) and closes_at > clock_timestamp()
        order by created_at desc limit ${CANDIDATE_REQUESTS}
      )
      returning id
    ), ${charges(
      parts,
      limits,
      // The count is asked for so that the requests come before the buckets, as they do in \`chargeGuess\`.
      sql`select ${addressDigest}::bytea from room
        where ("left" is null or "left" > 0) and (select count(*) >= 0 from tried)`,
    )}
    select array(select id::text from tried) as ids, verdict.* from verdict
  `.execute(parts.db)
  const [row] = rows
  if (!row) return { status: 'exhausted' }
  if (row.closed_for !== null) return closed(parts, row.closed_for)
  return isWithin(parts, row) ? { status: 'charged', requestIds: row.ids } : { status: 'exhausted' }
}

/** Without limits: one row, and any number of guesses. */
function room({ rateLimits }: Parts, limits: GuessLimits): RawBuilder<unknown> {
  return roomIn('guess-in-all', rateLimits ? limits['guess-in-all'] : [])
}

/**
 * The address's day, its failures in a row, and the house's hour, each only if the one before had room: a guess
 * that is not looked at counts nowhere further on. `address` yields the digest of a guess that may be made.
 */
function charges({ rateLimits }: Parts, limits: GuessLimits, address: RawBuilder<unknown>) {
  const day = chargeStatement(
    sql`select 'guess-by-address', address_digest, ${json({ windows: limits['guess-by-address'] })}::jsonb
      from guessed`,
  )
  const row = oneMoreIn('guess-in-a-row', {
    most: limits['guess-in-a-row'],
    source: sql`select subject from day where accepted`,
  })
  const house = spendFrom(
    'guess-in-all',
    limits['guess-in-all'],
    sql`select count(*) from in_a_row`,
  )
  return sql`guessed as (select * from (${address}) as guess (address_digest) where ${rateLimits}::boolean),
    day as (${day}), in_a_row as (${row}), house as (${house}),
    verdict as (
      select (select accepted from day) as within_day,
        (select exists (select from in_a_row) from day where accepted) as within_row,
        (select wait from room where "left" <= 0) as closed_for
    )`
}

function isWithin({ onLimit }: Parts, { within_day, within_row }: Verdict): boolean {
  if (within_day === false) onLimit('guess-by-address')
  if (within_row === false) onLimit('guess-in-a-row')
  return within_day !== false && within_row !== false
}

function closed({ onLimit }: Parts, seconds: number): Limited {
  onLimit('guess-in-all')
  return limited(seconds)
}
