import type { Outcome } from '@latchkey/core'
import { type Kysely, sql } from 'kysely'
import { DELIVERY } from '../queue.ts'
import type { Schema } from '../schema.ts'
import { rowsOf } from './message-store.ts'

/**
 * One statement for the messages and their jobs. A job that was claimed anew since is another worker's: nothing is
 * changed, but for a mail that left, which has left whoever says so first.
 */
export async function recordOutcomes(
  db: Kysely<Schema>,
  outcomes: readonly Outcome[],
): Promise<(number | undefined)[]> {
  const { rows } = await sql<{ id: string; seconds: number }>`
    with outcome as materialized (
      select * from jsonb_to_recordset(${rowsOf(outcomes.map(row))}) as o(id uuid, claim integer,
        state text, failure text, detail text, counts boolean, unclear boolean, wait double precision)
    ), ended as (
      delete from queue.job j using outcome o
      where j.name = ${DELIVERY} and j.id = o.id and o.wait is null
        and (o.state = 'handed-over' or (j.retry_count = o.claim and j.state = 'active'))
      returning j.id
    ), given_back as (
      update queue.job j
      set state = 'retry', start_after = clock_timestamp() + make_interval(secs => o.wait)
      from outcome o
      where j.name = ${DELIVERY} and j.id = o.id and o.wait is not null
        and j.retry_count = o.claim and j.state = 'active'
      returning j.id
    )
    update message m
    set state = o.state, failure = o.failure, detail = o.detail, updated_at = clock_timestamp(),
      attempts = m.attempts - (not o.counts)::integer, unclear = m.unclear + o.unclear::integer
    from outcome o
    where m.id = o.id and m.state <> 'handed-over' and (
      o.state = 'handed-over'
      or exists (select from ended e where e.id = o.id)
      or exists (select from given_back g where g.id = o.id)
    )
    returning m.id,
      extract(epoch from clock_timestamp() - coalesce(m.asked_at, m.created_at))::float as seconds
  `.execute(db)
  const seconds = new Map(rows.map(({ id, seconds }) => [id, seconds]))
  return outcomes.map(({ attempt }) => seconds.get(attempt.messageId))
}

function row(outcome: Outcome) {
  const { attempt, status } = outcome
  const failure = 'failure' in outcome ? outcome.failure : null
  return {
    id: attempt.messageId,
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
