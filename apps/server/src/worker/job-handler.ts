import type { DeliveryAttempt, JobKind, JobKindSpec } from '@latchkey/core'
import type { Queue } from '@latchkey/db'
import type { InFlight } from './in-flight.ts'

/** Does the work behind one or several kinds of job. */
export type JobHandler = {
  /** How many jobs may be claimed now. After 0, the next claim waits until a job has ended. */
  room(): number
  /** Milliseconds until the next claim may start. */
  msToNextClaim(): number
  /** Starts claimed jobs. The handler removes each one from those in flight when it has ended. */
  run(jobs: readonly DeliveryAttempt[]): Promise<void>
  /** Starts nothing more, and gives back what has not started. */
  stop(): void
  /** Called after the last job has ended. */
  close(): Promise<void>
}

/** What the worker gives to a handler. */
export type HandlerParts = {
  queue: Queue
  kinds: Readonly<Record<string, JobKindSpec>>
  /** The jobs that were claimed for this handler and have not ended. */
  inFlight: InFlight
  onError: (error: unknown) => void
}

export type CreateJobHandler = (parts: HandlerParts) => JobHandler

/** Who does the work of each kind of job. Kinds with the same handler share its limits. */
export type JobHandlers = Readonly<Record<JobKind, CreateJobHandler>>
