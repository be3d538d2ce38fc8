import { type Context, createContextKey, propagation, ROOT_CONTEXT } from '@opentelemetry/api'

const key = createContextKey('latchkey.from-outside')

/**
 * The span that a caller says it is in. Only its ids are taken over: whether a trace is sampled is decided here, because
 * proxies pass on what strangers send. Nothing else is read: no `tracestate`, no `baggage`, which may name people.
 */
export function callerIn(traceparent: string): Context {
  return propagation.extract(ROOT_CONTEXT, { traceparent }).setValue(key, true)
}

export function isFromOutside(context: Context): boolean {
  return context.getValue(key) === true
}
