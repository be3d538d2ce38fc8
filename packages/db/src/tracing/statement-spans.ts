import {
  type Context,
  context,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'

/*
 * Spans of statements, through the API of OpenTelemetry: it does nothing until the process has an SDK. They have names and
 * no values. What no request and no job caused, such as the polls of an idle worker, has no span.
 */

const tracer = trace.getTracer('latchkey')

/** Runs one statement, or one transaction, in a span below that of its caller. */
export function inStatementSpan<T>(name: string, run: () => Promise<T>): Promise<T> {
  if (!trace.getActiveSpan()?.isRecording()) return run()
  const attributes = { 'db.system.name': 'postgresql', 'db.operation.name': name }
  return tracer.startActiveSpan(name, { kind: SpanKind.CLIENT, attributes }, (span) =>
    endingWith(span, run),
  )
}

/**
 * Runs what several calls wait for together. It belongs to the trace of the first call that is recorded; the others get a
 * link to it.
 *
 * @param callers where each call came from.
 */
export function inBatchSpan<T>(callers: readonly Context[], run: () => Promise<T>): Promise<T> {
  const isRecorded = (caller: Context) => trace.getSpan(caller)?.isRecording() === true
  const first = callers.find(isRecorded) ?? callers[0]
  if (first === undefined) return run()
  if (callers.length === 1 || !isRecorded(first)) return context.with(first, run)
  const attributes = { 'db.operation.batch.size': callers.length }
  const span = tracer.startSpan('batch', { attributes }, first)
  for (const caller of callers) {
    if (caller !== first && isRecorded(caller)) {
      trace.getSpan(caller)?.addLink({ context: span.spanContext() })
    }
  }
  return context.with(trace.setSpan(first, span), () => endingWith(span, run))
}

/** The message of an error may quote values, so only its code or class is recorded. */
async function endingWith<T>(span: Span, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    const type = typeof code === 'string' ? code : error instanceof Error ? error.name : 'unknown'
    span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', type)
    throw error
  } finally {
    span.end()
  }
}
