import {
  type DeliveryAttempt,
  type DeliveryJob,
  type JobKindSpec,
  type Observe,
  secondsUntilRetry,
} from '@latchkey/core'
import { isDatabaseAway } from './database-away.ts'
import type { CreateJobHandler } from './job-handler.ts'
import { createRecorder } from './recorder.ts'

export type PerformOptions = {
  /**
   * Does one job, and throws if that failed. It must be idempotent: a worker that dies after it leaves the job to
   * another worker.
   */
  perform: (job: DeliveryJob, id: string) => Promise<void>
  observe: Observe
  /** A random number from 0 to 1. */
  chance: () => number
  now: () => Date
}

type Ended = { attempt: DeliveryAttempt; retryAfterSeconds: number | undefined }

/**
 * Performs each job by itself. A job that fails is retried by the schedule of its kind. At the deadline of its kind it
 * is given up: the event `job.dead` is its dead letter.
 */
export function performJobs({ perform, observe, chance, now }: PerformOptions): CreateJobHandler {
  return ({ queue, kinds, inFlight, onError }) => {
    const concurrency = Object.values(kinds).reduce((sum, kind) => sum + kind.concurrency, 0)
    const recorder = createRecorder<Ended>({
      async record(ended) {
        const done = ended.filter(({ retryAfterSeconds }) => retryAfterSeconds === undefined)
        if (done.length > 0) await queue.complete(done.map(({ attempt }) => attempt))
        for (const { attempt, retryAfterSeconds } of ended) {
          if (retryAfterSeconds !== undefined) await queue.release([attempt], retryAfterSeconds)
        }
      },
      onDone: (ended) => inFlight.remove(ended.map(({ attempt }) => attempt)),
      isAway: isDatabaseAway,
      onError,
    })

    /** @returns seconds until the next attempt; `undefined` when there is none. */
    function afterFailure(attempt: DeliveryAttempt, spec: JobKindSpec, error: unknown) {
      const { messageId: jobId, claim, queuedAt, job } = attempt
      const problem = error instanceof Error ? error.message : String(error)
      const seconds = secondsUntilRetry(spec, claim, chance())
      const retryAt = now().getTime() + seconds * 1_000
      if (retryAt > queuedAt.getTime() + spec.deadlineMinutes * 60_000) {
        observe({ event: 'job.dead', jobId, jobKind: job.kind, attempts: claim, problem })
        return undefined
      }
      observe({ event: 'job.failed', jobId, jobKind: job.kind, problem, nextTrySeconds: seconds })
      return seconds
    }

    async function performOne(attempt: DeliveryAttempt): Promise<void> {
      const spec = kinds[attempt.job.kind]
      if (!spec) throw new Error(`There is no kind of job ${attempt.job.kind}`)
      const retryAfterSeconds = await perform(attempt.job, attempt.messageId).then(
        () => undefined,
        (error: unknown) => afterFailure(attempt, spec, error),
      )
      recorder.add({ attempt, retryAfterSeconds })
    }

    return {
      room: () => Math.max(0, concurrency - inFlight.size()),
      msToNextClaim: () => 0,
      async run(jobs) {
        await Promise.all(jobs.map(performOne))
      },
      stop() {},
      async close() {},
    }
  }
}
