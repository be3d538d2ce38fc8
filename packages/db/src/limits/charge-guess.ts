import {
  type AddressDigest,
  CANDIDATE_REQUESTS,
  type GuessCharged,
  type GuessLimits,
  type Limited,
  TRIES_PER_REQUEST,
} from '@latchkey/core'
import { type RawBuilder, sql } from 'kysely'
import type { RecoveryStoreParts } from '../requests/recovery-store.ts'
import { byIndex, rowsOf } from '../statements/batch-sql.ts'
import { chargeStatement, json, limited } from './limiter.ts'
import { roomIn, spendFrom } from './shared-budget.ts'
import { oneMoreIn } from './streak.ts'

type Parts = Pick<RecoveryStoreParts, 'db' | 'rateLimits' | 'onLimit'>

export type Guess = { requestId: string; limits: GuessLimits }

/** What the limits said; null where one was not asked. */
type Verdict = { within_day: boolean | null; within_row: boolean | null; closed_for: number | null }
type Row = Verdict & { known: boolean; open: boolean; tried: boolean; later: boolean }

/** `later`: another guess at the same address is charged first, and this one has to come again. */
export type InTurn = GuessCharged | Limited | 'later'

/**
 * Charged before anything is compared, and in a statement of its own that commits by itself: nothing that goes
 * wrong later refunds a guess. A decoy is charged like any other request. Guesses of one batch are at different
 * requests; those at one address come one after the other.
 */
export async function chargeGuesses(parts: Parts, guesses: readonly Guess[]): Promise<InTurn[]> {
  const [first] = guesses
  if (!first) return []
  const { limits } = first
  const asked = guesses.map(({ requestId }, n) => ({ n, id: requestId }))
  const { rows } = await sql<Row>`
    with asked as materialized (select * from jsonb_to_recordset(${rowsOf(asked)}) as asked (n integer, id uuid)),
    room as (${room(parts, limits)}),
    open as materialized (
      select id, address_digest from recovery_request
      where id = any(array(select id from asked)) and tries < ${TRIES_PER_REQUEST}
        and closes_at > clock_timestamp()
      order by id for no key update
    ), turn as (
      select id from (
        select id, n, row_number() over (partition by address_digest order by n) as place
        from open join asked using (id)
      ) as queued
      where place = 1 or not ${parts.rateLimits}::boolean
      order by n limit (select case when "left" > 0 then "left" when "left" <= 0 then 0 end from room)
    ), tried as (
      update recovery_request set tries = tries + 1
      where id = any(array(select id from turn)) and tries < ${TRIES_PER_REQUEST}
      returning id, address_digest
    ), ${charges(parts, limits, sql`select address_digest from tried`)}
    select r.id is not null as known, coalesce(r.open, false) as open, tried.id is not null as tried,
      ${closedFor} as closed_for,
      open.id is not null and open.id <> all(array(select id from turn)) as later,
      day.accepted as within_day, ${withinRow} as within_row
    from asked
      left join lateral (
        select id, closes_at > clock_timestamp() as open from recovery_request where id = asked.id ${byIndex}
      ) r on true
      left join open on open.id = asked.id
      left join tried on tried.id = asked.id
      left join day on day.subject = tried.address_digest
    order by asked.n`.execute(parts.db)
  return rows.map((row) => answerOf(parts, row))
}

function answerOf(parts: Parts, row: Row): InTurn {
  if (row.closed_for !== null) return closed(parts, row.closed_for)
  if (row.later) return 'later'
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
  [addressDigest, ...former]: readonly [AddressDigest, ...AddressDigest[]],
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
      // The count is asked for so that the requests come before the buckets, as they do in \`chargeGuesses\`.
      sql`select ${addressDigest}::bytea from room
        where ("left" is null or "left" > 0) and (select count(*) >= 0 from tried)`,
    )}
    select array(select id::text from tried) as ids, ${closedFor} as closed_for,
      day.accepted as within_day, ${withinRow} as within_row
    from room left join day on true`.execute(parts.db)
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
 * that is not looked at counts nowhere further on. `addresses` yields the digests of guesses that may be made.
 */
function charges({ rateLimits }: Parts, limits: GuessLimits, addresses: RawBuilder<unknown>) {
  const day = chargeStatement(
    sql`select 'guess-by-address', address_digest, ${json({ windows: limits['guess-by-address'] })}::jsonb
      from (${addresses}) as guess (address_digest) where ${rateLimits}::boolean`,
  )
  const row = oneMoreIn('guess-in-a-row', {
    most: limits['guess-in-a-row'],
    source: sql`select subject from day where accepted order by subject`,
  })
  const house = spendFrom(
    'guess-in-all',
    limits['guess-in-all'],
    sql`select count(*) from in_a_row`,
  )
  return sql`day as (${day}), in_a_row as (${row}), house as (${house})`
}

const closedFor = sql`(select wait from room where "left" <= 0)`

/** Of a charged day, whether the row of failures had room too; null where the day had none itself. */
const withinRow = sql`case when day.accepted then day.subject = any(array(select subject from in_a_row)) end`

function isWithin({ onLimit }: Parts, { within_day, within_row }: Verdict): boolean {
  if (within_day === false) onLimit('guess-by-address')
  if (within_row === false) onLimit('guess-in-a-row')
  return within_day !== false && within_row !== false
}

function closed({ onLimit }: Parts, seconds: number): Limited {
  onLimit('guess-in-all')
  return limited(seconds)
}
