import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'

export type CollectedSpan = {
  name: string
  traceId: string
  spanId: string
  parentSpanId: string
  attributes: Record<string, unknown>
  resource: Record<string, unknown>
  links: string[]
}

export type CollectedPoint = { attributes: Record<string, unknown>; value: number }

type Received = { path: string; headers: IncomingHttpHeaders; body: Buffer }

/** A collector of OpenTelemetry that keeps what is sent to it by OTLP over HTTP. */
export async function openCollector() {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const body = await buffer(request)
    received.push({ path: request.url ?? '', headers: request.headers, body })
    response.setHeader('content-type', request.headers['content-type'] ?? '')
    response.end(request.headers['content-type'] === 'application/json' ? '{}' : '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const bodies = (path: string) =>
    received
      .filter((one) => one.path === path && one.headers['content-type'] === 'application/json')
      .map(({ body }) => JSON.parse(body.toString('utf8')))
  const spans = (): CollectedSpan[] => bodies('/v1/traces').flatMap(spansIn)
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    /** Everything that arrived, as text. */
    everything: () => received.map(({ body }) => body.toString('latin1')).join('\n'),
    spans,
    /** Waits until there are spans of these names that fit. */
    async until(names: readonly string[], fits = (_: CollectedSpan) => true) {
      for (let waited = 0; waited < 120_000; waited += 50) {
        const found = spans().filter(fits)
        if (names.every((name) => found.some((span) => span.name === name))) return found
        await sleep(50)
      }
      throw new Error(`Not all of ${names.join(', ')} among ${spans().map(({ name }) => name)}`)
    },
    /** The points of the newest export of one metric. */
    points(name: string): CollectedPoint[] {
      const newest = bodies('/v1/metrics').at(-1)
      return (newest?.resourceMetrics ?? [])
        .flatMap((one: Json) => one.scopeMetrics)
        .flatMap((scope: Json) => scope.metrics)
        .filter((metric: Json) => metric.name === name)
        .flatMap((metric: Json) => (metric.sum ?? metric.gauge ?? metric.histogram).dataPoints)
        .map((point: Json) => ({
          attributes: attributesOf(point.attributes),
          value: Number(point.asDouble ?? point.asInt ?? point.count),
        }))
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export type Collector = Awaited<ReturnType<typeof openCollector>>

// biome-ignore lint/suspicious/noExplicitAny: JSON of a protocol, read field by field.
type Json = any

function spansIn(body: Json): CollectedSpan[] {
  return body.resourceSpans.flatMap((group: Json) =>
    group.scopeSpans.flatMap((scope: Json) =>
      scope.spans.map((span: Json) => ({
        name: span.name,
        traceId: span.traceId,
        spanId: span.spanId,
        parentSpanId: span.parentSpanId ?? '',
        attributes: attributesOf(span.attributes),
        resource: attributesOf(group.resource.attributes),
        links: (span.links ?? []).map((link: Json) => link.traceId),
      })),
    ),
  )
}

function attributesOf(list: Json): Record<string, unknown> {
  return Object.fromEntries(
    (list ?? []).map(({ key, value }: Json) => [key, Object.values(value ?? {})[0]]),
  )
}
