import type { JobAttempt } from '@latchkey/core'
import {
  type Context,
  context,
  type Link,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  trace,
} from '@opentelemetry/api'
import { inSpan } from './in-span.ts'

const tracer = trace.getTracer('latchkey')

/** Of the jobs in flight: where what they do belongs to. */
const contexts = new WeakMap<JobAttempt, Context>()

/** Begins the span of an attempt, in the trace that queued the job. */
export function beginJobSpan(attempt: JobAttempt): void {
  const { job, claim, queuedAt, traceParent } = attempt
  const cause = parseTraceParent(traceParent)
  const parent = cause ? trace.setSpanContext(ROOT_CONTEXT, cause) : ROOT_CONTEXT
  const attributes = {
    'latchkey.job.kind': job.kind,
    'latchkey.job.attempt': claim,
    // By two clocks, the database's and ours.
    'latchkey.job.waited_seconds': Math.max(0, (Date.now() - queuedAt.getTime()) / 1_000),
  }
  const span = tracer.startSpan(`job ${job.kind}`, { kind: SpanKind.CONSUMER, attributes }, parent)
  contexts.set(attempt, trace.setSpan(parent, span))
}

/** The job is done, or has been given back. */
export function endJobSpan(attempt: JobAttempt): void {
  trace.getSpan(contextOf(attempt))?.end()
  contexts.delete(attempt)
}

/** What belongs to one job. */
export function inJob<T>(attempt: JobAttempt, work: () => Promise<T>): Promise<T> {
  return context.with(contextOf(attempt), work)
}

/** What is done for several jobs together: in the trace of the first, with links to the others. */
export function inJobs<T>(
  attempts: readonly JobAttempt[],
  name: string,
  work: () => Promise<T>,
): Promise<T> {
  const [first, ...others] = attempts.map(contextOf)
  const links = others.flatMap((other): Link[] => {
    const linked = trace.getSpanContext(other)
    return linked ? [{ context: linked }] : []
  })
  return context.with(first ?? ROOT_CONTEXT, () => inSpan(name, work, { links }))
}

function contextOf(attempt: JobAttempt): Context {
  return contexts.get(attempt) ?? ROOT_CONTEXT
}

const shape = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-0([01])$/

/** @returns `undefined` for whatever else stands there: then the job begins a trace of its own. */
function parseTraceParent(text: string | undefined): SpanContext | undefined {
  const [, traceId, spanId, flags] = shape.exec(text ?? '') ?? []
  if (traceId === undefined || spanId === undefined) return undefined
  return { traceId, spanId, traceFlags: Number(flags), isRemote: true }
}
