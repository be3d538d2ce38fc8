import { trustedProxies } from '@latchkey/server/parts/web'
import {
  type Context,
  context,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { callerIn } from '../telemetry/from-outside.ts'
import { routeOf } from './metrics-route.ts'

const tracer = trace.getTracer('latchkey')

/** Called every few seconds by machines. */
const untraced = /^\/(?:health|metrics)(?:\/|$)/

/**
 * A span for each request, with its route and never its URL, address or headers. What the request does runs inside it. It
 * goes on with the trace of a proxy that is trusted; a stranger's `traceparent` is ignored, so that nobody can add to a
 * trace that is not theirs, or choose what is recorded.
 */
export function traceRequests(
  app: FastifyInstance,
  { trustProxy }: { trustProxy: readonly string[] },
): void {
  const isProxy = trustedProxies(trustProxy)
  const contexts = new WeakMap<FastifyRequest, Context>()
  const inside = (request: FastifyRequest, next: () => void) =>
    context.with(contexts.get(request) ?? context.active(), next)

  app.addHook('onRequest', (request, reply, done) => {
    const route = routeOf(request)
    if (untraced.test(route)) return done()
    const { method, headers, raw } = request
    const { traceparent } = headers
    const isTold = typeof traceparent === 'string' && isProxy(raw.socket.remoteAddress ?? '')
    const span = tracer.startSpan(
      `${method} ${route}`,
      {
        kind: SpanKind.SERVER,
        attributes: { 'http.request.method': method, 'http.route': route },
      },
      isTold ? callerIn(traceparent) : ROOT_CONTEXT,
    )
    // Also if the client went away: then there is no answer.
    reply.raw.once('close', () => {
      const { statusCode, writableFinished } = reply.raw
      if (writableFinished) span.setAttribute('http.response.status_code', statusCode)
      if (!writableFinished || statusCode >= 500) {
        const type = writableFinished ? String(statusCode) : 'aborted'
        span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', type)
      }
      span.end()
    })
    contexts.set(request, trace.setSpan(ROOT_CONTEXT, span))
    inside(request, done)
  })
  // A body is read in the events of its socket, and what follows would run outside.
  app.addHook('preValidation', (request, _reply, done) => inside(request, done))
  app.addHook('onResponse', (request, _reply, done) => inside(request, done))
}
