import { type JobKind, jobKinds } from '../job.ts'
import type { DeliveryAttempt, DeliveryJob } from '../ports/index.ts'
import type { SettableClock } from './clock.ts'
import type { JobRow, Tables } from './tables.ts'

export type InMemoryQueue = {
  enqueue(job: DeliveryJob): void
  /** Claims the jobs that are due, the most urgent first. */
  claim(): DeliveryAttempt[]
  /** Claims the jobs that wait, due or not. */
  claimAll(): DeliveryAttempt[]
  /** The job of an attempt, unless it was claimed again since. */
  held(attempt: DeliveryAttempt): JobRow | undefined
  end(jobId: string): void
  release(row: JobRow, seconds: number): void
  /** Frees every leased job, as if all workers had died. */
  takeOver(): void
}

export function createInMemoryQueue(
  tables: Tables,
  { clock, newId }: { clock: SettableClock; newId: () => string },
): InMemoryQueue {
  const inSeconds = (seconds: number) => new Date(clock.now().getTime() + seconds * 1000)
  const priorityOf = (kind: JobKind) =>
    Object.hasOwn(jobKinds, kind) ? jobKinds[kind as keyof typeof jobKinds].priority : 0

  const release = (row: JobRow, seconds: number) => {
    Object.assign(row, { leased: false, dueAt: inSeconds(seconds) })
  }

  const claimWhere = (wanted: (row: JobRow) => boolean) =>
    tables.jobs
      .filter((row) => !row.leased && wanted(row))
      .sort((one, other) => priorityOf(other.job.kind) - priorityOf(one.job.kind))
      .map((row) => {
        row.claim += 1
        row.leased = true
        const { id: jobId, claim, queuedAt, job } = row
        return { jobId, claim, queuedAt, job }
      })

  return {
    enqueue(job) {
      const now = clock.now()
      const [claim, leased] = [0, false]
      tables.jobs.push({ id: newId(), job, queuedAt: now, dueAt: now, claim, leased })
    },
    claim: () => claimWhere(({ dueAt }) => dueAt <= clock.now()),
    claimAll: () => claimWhere(() => true),
    held: ({ jobId, claim }) =>
      tables.jobs.find(({ id, ...row }) => id === jobId && row.leased && row.claim === claim),
    end(jobId) {
      tables.jobs = tables.jobs.filter(({ id }) => id !== jobId)
    },
    release,
    takeOver() {
      for (const row of tables.jobs.filter(({ leased }) => leased)) release(row, 0)
    },
  }
}
