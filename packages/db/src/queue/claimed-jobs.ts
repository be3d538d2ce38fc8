import type { DeliveryAttempt, DeliveryJob } from '@latchkey/core'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { stillHeld } from '../statements/batch-sql.ts'

/*
 * What a worker does with jobs of the delivery queue. Statements of our own on the library's table: theirs look past
 * every job that is not due yet, and count a job that nobody was to blame for as tried.
 */

export const DELIVERY = 'delivery'

/** A security notice goes before mails that somebody merely asked for. */
export const priorities = { 'password-changed': 10, recovery: 0 } satisfies Record<
  DeliveryJob['kind'],
  number
>

/** Seconds without a sign of life after which another worker takes a job over. */
export const LEASE_SECONDS = 30

/** Waiting jobs in the order they are claimed, and those under way by their last sign of life. */
export async function indexJobs(db: Kysely<Schema>, table: string): Promise<void> {
  const jobs = sql.table(`queue.${table}`)
  await sql`create index if not exists delivery_waiting on ${jobs} (priority, start_after)
    where name = 'delivery' and state < 'active'`.execute(db)
  await sql`create index if not exists delivery_under_way on ${jobs} (heartbeat_on)
    where name = 'delivery' and state = 'active'`.execute(db)
}

type JobRow = {
  id: string
  priority: number
  retry_count: number
  created_on: Date
  data: DeliveryJob
}

/** The next jobs that are due, the most urgent first. */
export async function claimJobs(db: Kysely<Schema>, most: number): Promise<DeliveryAttempt[]> {
  const { rows } = await sql<JobRow>`
    with urgent as materialized (${due(priorities['password-changed'], sql`${most}::integer`)}),
    other as materialized (
      ${due(priorities.recovery, sql`(select ${most}::integer - count(*) from urgent)`)}
    )
    update queue.job j set state = 'active', started_on = clock_timestamp(),
      heartbeat_on = clock_timestamp(), retry_count = j.retry_count + 1
    where j.name = 'delivery' and j.id = any(array(select id from urgent union all select id from other))
    returning j.id, j.priority, j.retry_count, j.created_on, j.data`.execute(db)
  return rows
    .sort(
      (one, other) =>
        other.priority - one.priority || one.created_on.getTime() - other.created_on.getTime(),
    )
    .map(({ id, retry_count, created_on, data }) => ({
      messageId: id,
      claim: retry_count,
      queuedAt: created_on,
      job: data,
    }))
}

/** Each priority in a look of its own: over all of them at once, the index could not pass what is not due. */
function due(priority: number, most: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select id from queue.job
    where name = 'delivery' and state < 'active' and priority = ${sql.lit(priority)}
      and start_after <= (select clock_timestamp())
    order by start_after limit ${most} for update skip locked`
}

export async function renewLeases(
  db: Kysely<Schema>,
  attempts: readonly DeliveryAttempt[],
): Promise<void> {
  await sql`
    update queue.job j set heartbeat_on = clock_timestamp()
    where ${stillHeld(attempts)} and j.state = 'active'`.execute(db)
}

export async function takeOver(db: Kysely<Schema>, whose: 'silent' | 'everybody'): Promise<number> {
  const lease = whose === 'silent' ? LEASE_SECONDS : 0
  const { rows } = await sql`
    update queue.job set state = 'retry', start_after = clock_timestamp()
    where name = 'delivery' and state = 'active'
      and heartbeat_on < (select clock_timestamp()) - make_interval(secs => ${lease})
    returning id`.execute(db)
  return rows.length
}

export async function giveBack(
  db: Kysely<Schema>,
  attempts: readonly DeliveryAttempt[],
  seconds: number,
): Promise<void> {
  await sql`
    update queue.job j
    set state = 'retry', start_after = clock_timestamp() + make_interval(secs => ${seconds})
    where ${stillHeld(attempts)} and j.state = 'active'`.execute(db)
}

export async function endUnreadable(
  db: Kysely<Schema>,
  attempt: DeliveryAttempt,
  why: string,
): Promise<void> {
  await sql`
    with ended as (
      delete from queue.job j where ${stillHeld([attempt])} returning j.id, j.data
    )
    insert into message (id, kind, state, failure, detail, requested_at)
    select id, case data ->> 'kind' when 'password-changed' then 'password-changed' else 'recovery' end,
      'dead', 'unmailable', ${why}, ${attempt.queuedAt} from ended
    on conflict (id) do update set state = 'dead', failure = 'unmailable', detail = excluded.detail,
      updated_at = clock_timestamp() where message.state <> 'handed-over'`.execute(db)
}
