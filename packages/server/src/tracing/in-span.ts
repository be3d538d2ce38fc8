import {
  context,
  propagation,
  type Span,
  type SpanOptions,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'

/*
 * Spans, through the API of OpenTelemetry: it does nothing until the process has an SDK, ours or that of the application
 * around us. A span has the name of what is done, and numbers. It never has an address, a secret, an IP address, a URL, or
 * an id or digest of a person, an account or a request.
 */

const tracer = trace.getTracer('latchkey')

export function inSpan<T>(
  name: string,
  work: (span: Span) => Promise<T>,
  details: SpanOptions = {},
): Promise<T> {
  return tracer.startActiveSpan(name, details, async (span) => {
    try {
      return await work(span)
    } catch (error) {
      markFailed(span, typeOf(error))
      throw error
    } finally {
      span.end()
    }
  })
}

/** @param type a word for the sort of failure. */
export function markFailed(span: Span, type: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', type)
}

/** Not the message, which may quote values. */
function typeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}

/** `traceparent`, if somebody traces: who is called can go on with the trace. */
export function traceHeaders(): Record<string, string> {
  const headers: Record<string, string> = {}
  propagation.inject(context.active(), headers)
  return headers
}
