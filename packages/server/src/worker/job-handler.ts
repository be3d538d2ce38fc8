import type { JobAttempt, JobKind, JobKinds } from '@latchkey/core'
import type { Queue } from '@latchkey/db'
import type { InFlight } from './in-flight.ts'

/** Does the work behind one or several kinds of job. */
export type JobHandler = {
  /** How many jobs may be claimed now. After 0, the next claim waits until a job has ended. */
  room(): number
  /** Milliseconds until the next claim may start. */
  msToNextClaim(): number
  /** Starts claimed jobs. The handler removes each one from those in flight when it has ended. */
  run(jobs: readonly JobAttempt[]): Promise<void>
  /** Starts nothing more, and gives back what has not started. */
  stop(): void
  /** Called after the last job has ended. */
  close(): Promise<void>
}

/** What the worker gives to a handler. */
export type HandlerParts = {
  queue: Queue
  kinds: JobKinds
  /** The jobs that were claimed for this handler and have not ended. */
  inFlight: InFlight
  onError: (error: unknown) => void
}

export type CreateJobHandler = (parts: HandlerParts) => JobHandler

/** Who does the work of each kind of job. Kinds with the same handler share its limits. */
export type JobHandlers = Readonly<Record<JobKind, CreateJobHandler>>

/** The same handler for each of these kinds. */
export function handledBy<Kind extends JobKind>(
  handler: CreateJobHandler,
  kinds: readonly Kind[],
): Record<Kind, CreateJobHandler> {
  return Object.fromEntries(kinds.map((kind) => [kind, handler])) as Record<Kind, CreateJobHandler>
}
