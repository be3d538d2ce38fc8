import { once } from 'node:events'
import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { trace } from '@opentelemetry/api'
import { expect, onTestFinished, test } from 'vitest'
import { createMetrics } from '../adapters/metrics.ts'
import type { OtlpTarget } from '../config/telemetry-settings.ts'
import { startTelemetry } from './start-telemetry.ts'

const hour = 3_600_000

/** Exports a span and metrics to a collector, when they stop and not before. */
async function start(collector: RequestListener, flushMs: number) {
  const server = createServer(collector).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const otlp = (signal: string): OtlpTarget => ({
    url: `http://127.0.0.1:${port}/v1/${signal}`,
    ...{ protocol: 'http/json', headers: {}, timeoutMs: hour, compression: 'none' },
  })
  const sampling = { sampler: 'always_on', ratio: 1, passesOn: false } as const
  const telemetry = await startTelemetry(
    {
      ...{ serviceName: 'latchkey', resource: {} },
      traces: { otlp: otlp('traces'), batchMs: hour, ...sampling },
      metrics: { otlp: otlp('metrics'), everyMs: hour },
    },
    { part: 'web', version: '0', flushMs, log: { warn() {} } as never },
  )
  onTestFinished(() => trace.disable())
  const queue = () => Promise.reject(new Error('no database'))
  await telemetry.exportMetrics(createMetrics({ queue, worker: () => true }))
  trace.getTracer('test').startSpan('a request').end()
  return telemetry
}

test('the end sends traces and metrics at the same time', async () => {
  // A collector that answers neither before it has both.
  const waiting = new Map<string, ServerResponse>()
  const telemetry = await start(({ url = '' }, response) => {
    waiting.set(url, response)
    if (waiting.size === 2) for (const each of waiting.values()) each.end('{}')
  }, hour)
  await telemetry.stop()
  expect([...waiting.keys()].sort()).toEqual(['/v1/metrics', '/v1/traces'])
})

test('the end does not wait for a collector that never answers', async () => {
  const asked: string[] = []
  const telemetry = await start(({ url = '' }) => void asked.push(url), 100)
  await telemetry.stop()
  await expect.poll(() => asked.sort()).toEqual(['/v1/metrics', '/v1/traces'])
})
