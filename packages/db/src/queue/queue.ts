import {
  type DeliveryAttempt,
  type DeliveryJob,
  type JobKindSpec,
  type JobRoom,
  jobKinds,
} from '@latchkey/core'
import type { Transaction } from 'kysely'
import type { Database } from '../connection/database.ts'
import { buryMessage } from '../messages/bury-message.ts'
import type { Schema } from '../schema.ts'
import { claimJobs } from './claim-jobs.ts'
import { insertJob } from './insert-job.ts'
import { completeJobs, releaseJobs, renewLeases, takeOver } from './leases.ts'
import { type QueueStats, queueStats } from './queue-stats.ts'

/** The kinds of job a queue knows, by name. */
export type JobKinds = Readonly<Record<string, JobKindSpec>>

/** The durable outbox, in the same database as everything else. */
export type Queue = {
  /** Inside the caller's transaction: the job exists if and only if the transaction commits. */
  enqueue(trx: Transaction<Schema>, job: DeliveryJob, id?: string): Promise<void>
  /**
   * Claims up to `most` jobs that are due, and of each kind no more than it has room for (its whole concurrency
   * unless told otherwise): the most urgent kinds first, within a kind those that have been due longest. Its cost
   * does not depend on how many jobs wait.
   */
  claim(most: number, room?: JobRoom): Promise<DeliveryAttempt[]>
  /** Renews the leases of these. */
  renew(attempts: readonly DeliveryAttempt[]): Promise<void>
  /** Frees jobs whose lease ran out; or all leased jobs, when there is no other worker. Returns how many. */
  takeOver(whose: 'silent' | 'everybody'): Promise<number>
  /** Gives jobs back that nothing was done for. They are due again in so many seconds. */
  release(attempts: readonly DeliveryAttempt[], seconds: number): Promise<void>
  /** Removes jobs that are done, or given up. */
  complete(attempts: readonly DeliveryAttempt[]): Promise<void>
  /** Ends a job that no email can be made from, and says so in its message. */
  bury(attempt: DeliveryAttempt, why: string): Promise<void>
  /** Counts up to 100 000 jobs of each kind, so that its cost is bounded. */
  stats(): Promise<QueueStats>
}

/** Jobs of a kind that is not among `kinds` are left alone, and counted as unknown. */
export function createQueue({ kysely: db }: Database, kinds: JobKinds = jobKinds): Queue {
  return {
    enqueue: (trx, job, id) => insertJob(trx, job, id),
    claim: (most, room) => claimJobs(db, { kinds, most, room }),
    renew: (attempts) => renewLeases(db, attempts),
    takeOver: (whose) => takeOver(db, kinds, whose),
    release: (attempts, seconds) => releaseJobs(db, attempts, seconds),
    complete: (attempts) => completeJobs(db, attempts),
    bury: (attempt, why) => buryMessage(db, attempt, why),
    stats: () => queueStats(db, kinds),
  }
}
