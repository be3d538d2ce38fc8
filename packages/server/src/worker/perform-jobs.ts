import { type JobAttempt, type JobKindSpec, type Observe, secondsUntilRetry } from '@latchkey/core'
import { inJob, inJobs } from '../tracing/job-spans.ts'
import { isDatabaseUnusable } from './database-away.ts'
import type { CreateJobHandler } from './job-handler.ts'
import { createRecorder } from './recorder.ts'

export type PerformOptions = {
  /**
   * Does one job, and throws if that failed. It must be idempotent: a worker that dies after it leaves the job to
   * another worker. A job that is done returns nothing; one that goes on later says when.
   */
  perform: (attempt: JobAttempt) => Promise<{ againInSeconds: number } | undefined>
  observe: Observe
  /** A random number from 0 to 1. */
  chance: () => number
  now: () => Date
}

type Ended = { attempt: JobAttempt; retryAfterSeconds: number | undefined }

/**
 * Performs each job by itself. A job that fails is retried by the schedule of its kind. At the deadline of its kind it
 * is given up: the event `job.dead` is its dead letter.
 */
export function performJobs({ perform, observe, chance, now }: PerformOptions): CreateJobHandler {
  return ({ queue, kinds, inFlight, onError }) => {
    const concurrency = Object.values(kinds).reduce((sum, kind) => sum + kind.concurrency, 0)
    const recorder = createRecorder<Ended>({
      record: (ended) =>
        inJobs(
          ended.map(({ attempt }) => attempt),
          'record',
          () => record(ended),
        ),
      onDone: (ended) => inFlight.remove(ended.map(({ attempt }) => attempt)),
      isUnusable: isDatabaseUnusable,
      onError,
    })

    async function record(ended: readonly Ended[]): Promise<void> {
      const done = ended.filter(({ retryAfterSeconds }) => retryAfterSeconds === undefined)
      if (done.length > 0) await queue.complete(done.map(({ attempt }) => attempt))
      for (const { attempt, retryAfterSeconds } of ended) {
        if (retryAfterSeconds !== undefined) await queue.release([attempt], retryAfterSeconds)
      }
    }

    /** @returns seconds until the next attempt; `undefined` when there is none. */
    async function performOnce(attempt: JobAttempt, spec: JobKindSpec) {
      const { jobId, claim, queuedAt, job } = attempt
      const about = { jobId, jobKind: job.kind }
      const secondsLeft = () =>
        spec.deadlineMinutes * 60 - (now().getTime() - queuedAt.getTime()) / 1_000
      if (secondsLeft() < 0) {
        observe({ event: 'job.dead', ...about, attempts: claim - 1, problem: 'expired' })
        return undefined
      }
      try {
        return (await perform(attempt))?.againInSeconds
      } catch (error) {
        const problem = error instanceof Error ? error.message : String(error)
        const seconds = secondsUntilRetry(spec, claim, chance())
        if (seconds > secondsLeft()) {
          observe({ event: 'job.dead', ...about, attempts: claim, problem })
          return undefined
        }
        observe({ event: 'job.failed', ...about, problem, nextTrySeconds: seconds })
        return seconds
      }
    }

    async function performOne(attempt: JobAttempt): Promise<void> {
      const spec = kinds[attempt.job.kind]
      if (!spec) throw new Error(`There is no kind of job ${attempt.job.kind}`)
      const retryAfterSeconds = await inJob(attempt, () => performOnce(attempt, spec))
      recorder.add({ attempt, retryAfterSeconds })
    }

    return {
      room: () => Math.max(0, concurrency - inFlight.size()),
      msToNextClaim: () => 0,
      async run(jobs) {
        await Promise.all(jobs.map(performOne))
      },
      stop() {},
      close: async () => recorder.close(),
    }
  }
}
