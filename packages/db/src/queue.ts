import type { DeliveryJob } from '@latchkey/core'
import { sql, type Transaction } from 'kysely'
import { fromKysely, type JobWithMetadata, PgBoss } from 'pg-boss'
import type { Database } from './database.ts'
import type { Schema } from './schema.ts'

export const DELIVERY = 'delivery'
const PURGE = 'purge'

/** Seconds without a sign of life after which another worker takes a job over. */
const LEASE_SECONDS = 20

// Back-off 5, 10, 20 … 600 s with jitter. There are more retries than any job needs: the use case ends a job,
// because only it knows whether its mail can still be used.
const deliveryOptions = {
  retryLimit: 1_000,
  retryDelay: 5,
  retryBackoff: true,
  retryDelayMax: 600,
  expireInSeconds: 120,
  heartbeatSeconds: LEASE_SECONDS,
  retentionSeconds: 2 * 24 * 3600,
  deleteAfterSeconds: 3600,
}
const purgeOptions = { retryLimit: 0, deleteAfterSeconds: 3600 }
const PURGE_EVERY_TEN_MINUTES = '*/10 * * * *'

// Claims nothing.
const NEVER_USED_PRIORITY = 1_000_000

/** A security notice goes before mails that somebody merely asked for. */
const priorities = { 'password-changed': 10, recovery: 0 } satisfies Record<
  DeliveryJob['kind'],
  number
>

export type ClaimedJob = {
  id: string
  job: DeliveryJob
  /** Tells the queue that this attempt is alive; call it while a send takes long. */
  touch(): Promise<void>
  complete(): Promise<void>
  /** Gives the job back, to be run again after its back-off. */
  giveBack(reason: string): Promise<void>
}

/** Jobs that wait, by whether they were tried before. */
export type QueueStats = Record<'new' | 'again', { jobs: number; oldestSeconds: number }>

/** The durable queue, in the same database as everything else. */
export type Queue = {
  /** Inside the caller's transaction: the job exists if and only if the transaction commits. A message keeps its id. */
  enqueue(trx: Transaction<Schema>, job: DeliveryJob, messageId?: string): Promise<void>
  claim(most: number): Promise<ClaimedJob[]>
  onPurge(purge: () => Promise<void>): Promise<void>
  /** Counts up to 100 000, so that a look costs no more however much waits. */
  stats(): Promise<QueueStats>
  close(): Promise<void>
}

/**
 * `sender` only writes jobs; `worker` also runs the queue's upkeep: leases that ran out, schedules, old jobs.
 */
export async function openQueue(
  database: Database,
  options: {
    role: 'sender' | 'worker'
    onError: (error: Error) => void
    /** Seconds between two looks for leases that ran out. */
    upkeepSeconds?: number
  },
): Promise<Queue> {
  const boss = bossFor(database, {
    migrate: false,
    upkeep: options.role === 'worker',
    upkeepSeconds: options.upkeepSeconds ?? 10,
  })
  boss.on('error', options.onError)
  await boss.start()
  // On the embedded database the first send would wait for ever: it asks about the queue outside the caller's
  // transaction, and there is one connection. Asked here, the answer is remembered.
  await boss.fetch(DELIVERY, { batchSize: 1, minPriority: NEVER_USED_PRIORITY })
  return {
    async enqueue(trx, job, messageId) {
      await boss.send(DELIVERY, job, {
        db: fromKysely(trx),
        priority: priorities[job.kind],
        ...(messageId !== undefined && { id: messageId }),
      })
    },
    async claim(most) {
      const jobs = await boss.fetch<DeliveryJob>(DELIVERY, {
        batchSize: most,
        includeMetadata: true,
      })
      return jobs.map((job) => claimed(boss, job))
    },
    async onPurge(purge) {
      await boss.work(PURGE, { pollingIntervalSeconds: 10 }, purge)
    },
    stats: () => stats(database),
    close: () => boss.stop({ graceful: false, close: false }),
  }
}

/** When the job of a message was written: when it was asked for. */
export function queuedAt(messageId: string) {
  return sql<Date>`(select created_on from queue.job where name = ${DELIVERY} and id = ${messageId})`
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
  const boss = bossFor(database, { migrate: true, upkeep: false, upkeepSeconds: 10 })
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
  } finally {
    await boss.stop({ graceful: false, close: false })
  }
  if (errors[0]) throw errors[0]
}

function bossFor(
  database: Database,
  options: { migrate: boolean; upkeep: boolean; upkeepSeconds: number },
): PgBoss {
  return new PgBoss({
    db: database.queueConnection,
    backend: database.kind === 'embedded' ? 'pglite' : 'postgres',
    schema: 'queue',
    migrate: options.migrate,
    supervise: options.upkeep,
    schedule: options.upkeep,
    superviseIntervalSeconds: options.upkeepSeconds,
    monitorIntervalSeconds: options.upkeepSeconds,
  })
}

function claimed(boss: PgBoss, job: JobWithMetadata<DeliveryJob>): ClaimedJob {
  const attempt = { id: job.id, retryCount: job.retryCount }
  return {
    id: job.id,
    job: job.data,
    touch: async () => void (await boss.touch(DELIVERY, attempt)),
    complete: async () => void (await boss.complete(DELIVERY, attempt)),
    giveBack: async (reason) => void (await boss.fail(DELIVERY, attempt, { reason })),
  }
}
