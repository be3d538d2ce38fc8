import { context, isSpanContextValid, TraceFlags, trace } from '@opentelemetry/api'
import { Placeholder } from '../statements/prepared.ts'

/**
 * Who called, in the form of the header `traceparent` (W3C Trace Context): ids of a trace and of a span, which say nothing
 * of a person. `undefined`: nobody traces.
 */
export function currentTraceParent(): string | undefined {
  const caller = trace.getSpanContext(context.active())
  if (!caller || !isSpanContextValid(caller)) return undefined
  // Strangers can send further flags; only this one has a meaning here.
  const isSampled = (caller.traceFlags & TraceFlags.SAMPLED) !== 0
  return `00-${caller.traceId}-${caller.spanId}-0${isSampled ? 1 : 0}`
}

/**
 * The same in a prepared statement, for the jobs that it inserts: no caller has to pass it on. Null if nobody traces. A
 * statement that does the work of several callers takes theirs as values instead.
 */
export const callersTraceParent = new Placeholder<string | null>(
  'traceParent',
  () => currentTraceParent() ?? null,
)
