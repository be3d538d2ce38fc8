import { randomUUID } from 'node:crypto'
import type { DeliveryAttempt, DeliveryJob } from '@latchkey/core'
import { sql, type Transaction } from 'kysely'
import type { PgBoss } from 'pg-boss'
import type { Database } from '../connection/database.ts'
import type { Schema } from '../schema.ts'
import {
  claimJobs,
  DELIVERY,
  endUnreadable,
  giveBack,
  indexJobs,
  renewLeases,
  takeOver,
} from './claimed-jobs.ts'
import { insertJobs } from './delivery-jobs.ts'

export { DELIVERY }

export const PURGE = 'purge'

// Jobs are claimed, given back and ended by statements of our own (claimed-jobs.ts): the library's retries, leases
// and expiries are for the purge. What waits longer than any mail may is removed by its upkeep.
export const deliveryOptions = { retryLimit: 1_000, retentionSeconds: 2 * 24 * 3600 }
export const purgeOptions = { retryLimit: 0, deleteAfterSeconds: 3600 }
export const PURGE_EVERY_TEN_MINUTES = '*/10 * * * *'

const UPKEEP_SECONDS = 3600

const forWorkers = { migrate: false, upkeep: true }

/** Jobs that wait, by whether they were tried before. */
export type QueueStats = Record<'new' | 'again', { jobs: number; oldestSeconds: number }>

/** The durable queue, in the same database as everything else. */
export type Queue = {
  /** Inside the caller's transaction: the job exists if and only if the transaction commits. A message keeps its id. */
  enqueue(trx: Transaction<Schema>, job: DeliveryJob, messageId?: string): Promise<void>
  /** The next jobs, each for one claimer. However many wait, it looks at no more than it takes. */
  claim(most: number): Promise<DeliveryAttempt[]>
  /** Says that these are still under way. */
  renew(attempts: readonly DeliveryAttempt[]): Promise<void>
  /** Puts jobs back whose worker gave no sign of life for the time of a lease; or all, when there is no other. */
  takeOver(whose: 'silent' | 'everybody'): Promise<number>
  /** Gives jobs back that nothing was done for. */
  release(attempts: readonly DeliveryAttempt[], seconds: number): Promise<void>
  /** Ends a job that no mail can be made from, and says so in its message. */
  bury(attempt: DeliveryAttempt, why: string): Promise<void>
  onPurge(purge: () => Promise<void>): Promise<void>
  /** Counts up to 100 000, so that a look costs no more however much waits. */
  stats(): Promise<QueueStats>
  close(): Promise<void>
}

/**
 * `sender` only writes jobs; `worker` also runs the library and its upkeep: schedules and old jobs.
 */
export async function openQueue(
  database: Database,
  options: {
    role: 'sender' | 'worker'
    onError: (error: Error) => void
  },
): Promise<Queue> {
  const boss = options.role === 'worker' ? await bossFor(database, forWorkers) : undefined
  boss?.on('error', options.onError)
  await boss?.start()
  return {
    async enqueue(trx, job, messageId = randomUUID()) {
      const data = sql`select ${JSON.stringify(job)}::jsonb`
      await insertJobs(job.kind, data, sql`${messageId}::uuid`).execute(trx)
    },
    claim: (most) => claimJobs(database.kysely, most),
    renew: (attempts) => renewLeases(database.kysely, attempts),
    takeOver: (whose) => takeOver(database.kysely, whose),
    release: (attempts, seconds) => giveBack(database.kysely, attempts, seconds),
    bury: (attempt, why) => endUnreadable(database.kysely, attempt, why),
    async onPurge(purge) {
      if (!boss) throw new Error('A queue that was opened to send runs nothing')
      await boss.work(PURGE, { pollingIntervalSeconds: 10 }, purge)
    },
    stats: () => stats(database),
    close: async () => boss?.stop({ graceful: false, close: false }),
  }
}

const COUNTED = 100_000

// The library's own counts are as old as a worker's last look, and without a worker they stand still. The order is
// that of its index for claims, which holds waiting jobs only.
async function stats(database: Database): Promise<QueueStats> {
  const { rows } = await sql<{ again: boolean; jobs: number; seconds: number }>`
    select state = 'retry' as again, count(*)::int as jobs,
      greatest(0, extract(epoch from clock_timestamp() - min(created_on)))::float as seconds
    from (
      select state, created_on from queue.job
      where name = ${DELIVERY} and state < 'active' and not blocked
      order by priority desc, created_on limit ${COUNTED}
    ) as waiting group by 1`.execute(database.kysely)
  const of = (again: boolean) => {
    const row = rows.find((each) => each.again === again)
    return { jobs: row?.jobs ?? 0, oldestSeconds: row?.seconds ?? 0 }
  }
  return { new: of(false), again: of(true) }
}

/** Creates and updates the queue's tables, queues and schedule. Safe to run from several processes at once. */
export async function installQueue(database: Database): Promise<void> {
  const boss = await bossFor(database, { migrate: true, upkeep: false })
  const errors: Error[] = []
  boss.on('error', (error) => errors.push(error))
  await boss.start()
  try {
    for (const [name, options] of [
      [DELIVERY, deliveryOptions],
      [PURGE, purgeOptions],
    ] as const) {
      await boss.createQueue(name, options)
      await boss.updateQueue(name, options)
    }
    await boss.schedule(PURGE, PURGE_EVERY_TEN_MINUTES)
    const queue = await boss.getQueue(DELIVERY)
    if (queue) await indexJobs(database.kysely, queue.table)
  } finally {
    await boss.stop({ graceful: false, close: false })
  }
  if (errors[0]) throw errors[0]
}

/** The library is large: who only writes jobs, over a queue that is up to date, never loads it. */
async function bossFor(
  database: Database,
  options: { migrate: boolean; upkeep: boolean },
): Promise<PgBoss> {
  const { PgBoss } = await import('pg-boss')
  return new PgBoss({
    db: database.queueConnection,
    backend: database.kind === 'embedded' ? 'pglite' : 'postgres',
    schema: 'queue',
    migrate: options.migrate,
    supervise: options.upkeep,
    schedule: options.upkeep,
    // Each pass counts the whole table; nothing of ours needs the counts.
    superviseIntervalSeconds: UPKEEP_SECONDS,
    monitorIntervalSeconds: UPKEEP_SECONDS,
  })
}
