import type { Outcome } from '@latchkey/core'
import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'

/**
 * One statement for the messages and their jobs. A job that was claimed anew since is another worker's: nothing is
 * changed, but for a mail that left, which has left whoever says so first.
 */
export async function recordOutcomes(
  db: Kysely<Schema>,
  outcomes: readonly Outcome[],
): Promise<(number | undefined)[]> {
  const ids = outcomes.map(({ attempt }) => attempt.messageId)
  const byId = Object.fromEntries(
    outcomes.map((outcome) => [outcome.attempt.messageId, row(outcome)]),
  )
  const { rows } = await sql<{ id: string; seconds: number }>`
    with told as materialized (select ${ids}::uuid[] as ids, ${JSON.stringify(byId)}::jsonb as outcomes),
    ended as (
      delete from outbox_job j
      where j.id = any((select ids from told)::uuid[])
        and ${of('j', 'wait')} is null
        and (${of('j', 'state')} = 'handed-over' or ${isHeld})
      returning j.id
    ), refunded as (
      update outbox_job j
      set leased_at = null, due_at = clock_timestamp() + make_interval(secs => ${of('j', 'wait')}::double precision)
      where j.id = any((select ids from told)::uuid[])
        and ${of('j', 'wait')} is not null and ${isHeld}
      returning j.id
    )
    update message m
    set (state, failure, detail, updated_at, attempts, unclear) = (
      select o.state, o.failure, o.detail, clock_timestamp(), m.attempts - (not o.counts)::integer,
        m.unclear + o.unclear::integer
      from jsonb_to_record((select outcomes from told) -> m.id::text)
        as o(state text, failure text, detail text, counts boolean, unclear boolean)
    )
    where m.id = any((select ids from told)::uuid[]) and m.state <> 'handed-over' and (
      ${of('m', 'state')} = 'handed-over'
      or m.id = any(array(select id from ended))
      or m.id = any(array(select id from refunded))
    )
    returning m.id,
      extract(epoch from clock_timestamp() - coalesce(m.requested_at, m.created_at))::float as seconds
  `.execute(db)
  const seconds = new Map(rows.map(({ id, seconds }) => [id, seconds]))
  return outcomes.map(({ attempt }) => seconds.get(attempt.messageId))
}

/** What was told of the row of this id. */
const of = (table: 'j' | 'm', field: keyof ReturnType<typeof row>) =>
  sql`((select outcomes from told) -> ${sql.ref(`${table}.id`)}::text ->> ${sql.lit(field)})`

const isHeld = sql`(j.leased_at is not null and j.claim = ${of('j', 'claim')}::integer)`

function row(outcome: Outcome) {
  const { attempt, status } = outcome
  const failure = 'failure' in outcome ? outcome.failure : null
  return {
    claim: attempt.claim,
    state: status === 'held' ? 'delayed' : status,
    failure,
    detail: storable(status === 'suppressed' ? outcome.reason : outcome.answer),
    counts: status !== 'held',
    unclear: failure === 'unclear',
    wait: 'seconds' in outcome ? outcome.seconds : null,
  }
}

/** What a mail server says may be anything; a row must take it, or its mail would be sent again. */
function storable(answer: string): string {
  return answer.replaceAll('\0', '').toWellFormed()
}
