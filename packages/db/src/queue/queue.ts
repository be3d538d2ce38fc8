import { type Job, type JobAttempt, type JobKinds, type JobRoom, jobKinds } from '@latchkey/core'
import type { Transaction } from 'kysely'
import type { Database } from '../connection/database.ts'
import type { Schema } from '../schema.ts'
import { byUrgency } from './by-urgency.ts'
import { claimJobs } from './claim-jobs.ts'
import { completeJobs } from './complete-jobs.ts'
import { insertJob } from './insert-job.ts'
import { releaseJobs, renewLeases, takeOver } from './leases.ts'
import { type QueueStats, queueStats } from './queue-stats.ts'

/** The durable outbox, in the same database as everything else. */
export type Queue = {
  /** Inside the caller's transaction: the job exists if and only if the transaction commits. */
  enqueue(trx: Transaction<Schema>, job: Job, id?: string): Promise<void>
  /**
   * Claims up to `most` jobs that are due, and of each kind no more than it has room for (its whole concurrency
   * unless told otherwise): the most urgent kinds first, within a kind those that have been due longest. Kinds of
   * one priority take turns at being first. Its cost does not depend on how many jobs wait.
   */
  claim(most: number, room?: JobRoom): Promise<JobAttempt[]>
  /** Renews the leases of these. */
  renew(attempts: readonly JobAttempt[]): Promise<void>
  /** Frees jobs whose lease ran out; or all leased jobs, when there is no other worker. Returns how many. */
  takeOver(whose: 'silent' | 'everybody'): Promise<number>
  /** Gives jobs back that nothing was done for. They are due again in so many seconds. */
  release(attempts: readonly JobAttempt[], seconds: number): Promise<void>
  /** Removes jobs that are done, or given up. */
  complete(attempts: readonly JobAttempt[]): Promise<void>
  /** Counts up to 100 000 jobs of each kind, so that its cost is bounded. */
  stats(): Promise<QueueStats>
}

/** Jobs of a kind that is not among `kinds` are left alone, and counted as unknown. */
export function createQueue({ kysely: db }: Database, kinds: JobKinds = jobKinds): Queue {
  const urgentFirst = byUrgency(kinds)
  return {
    enqueue: (trx, job, id) => insertJob(trx, job, id),
    claim: (most, room) => claimJobs(db, { kinds: urgentFirst(room), most }),
    renew: (attempts) => renewLeases(db, attempts),
    takeOver: (whose) => takeOver(db, kinds, whose),
    release: (attempts, seconds) => releaseJobs(db, attempts, seconds),
    complete: (attempts) => completeJobs(db, attempts),
    stats: () => queueStats(db, kinds),
  }
}
