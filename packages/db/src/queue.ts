import type { DeliveryJob } from '@latchkey/core'
import type { Transaction } from 'kysely'
import { fromKysely, type JobWithMetadata, PgBoss } from 'pg-boss'
import type { Database } from './database.ts'
import type { Schema } from './schema.ts'

const DELIVERY = 'delivery'
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

/** The durable queue, in the same database as everything else. */
export type Queue = {
  /** Inside the caller's transaction: the job exists if and only if the transaction commits. */
  enqueue(trx: Transaction<Schema>, job: DeliveryJob): Promise<void>
  claim(most: number): Promise<ClaimedJob[]>
  onPurge(purge: () => Promise<void>): Promise<void>
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
    async enqueue(trx, job) {
      await boss.send(DELIVERY, job, { db: fromKysely(trx), priority: priorities[job.kind] })
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
    close: () => boss.stop({ graceful: false, close: false }),
  }
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
