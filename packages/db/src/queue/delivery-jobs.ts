import type { DeliveryJob } from '@latchkey/core'
import { type RawBuilder, sql } from 'kysely'
import { DELIVERY, priorities } from './claimed-jobs.ts'

/**
 * Jobs as the queue's library would insert them, for a statement that does more than that: with what the queue has
 * set for its jobs. A test holds the two side by side. `source` yields the data of each as jsonb.
 *
 * @param id of a job that is not to get an id of its own.
 */
export function insertJobs(
  kind: DeliveryJob['kind'],
  source: RawBuilder<unknown>,
  id: RawBuilder<unknown> = sql`gen_random_uuid()`,
): RawBuilder<unknown> {
  return sql`(
    insert into queue.job (id, name, data, priority, start_after, created_on, expire_seconds, deletion_seconds,
      keep_until, retry_limit, retry_delay, retry_backoff, retry_delay_max, policy, dead_letter,
      heartbeat_seconds, blocked, blocking, pending_dependencies)
    select ${id}, queue.name, job.data, ${sql.lit(priorities[kind])}, queue.job_now(), queue.job_now(), queue.expire_seconds,
      queue.deletion_seconds, queue.job_now() + queue.retention_seconds * interval '1s', queue.retry_limit,
      queue.retry_delay, coalesce(queue.retry_backoff, false), queue.retry_delay_max, queue.policy,
      queue.dead_letter, queue.heartbeat_seconds, false, false, 0
    from (${source}) as job (data), queue.queue as queue
    where queue.name = ${DELIVERY})`
}
