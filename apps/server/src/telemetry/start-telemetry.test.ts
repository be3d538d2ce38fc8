import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { trace } from '@opentelemetry/api'
import { expect, onTestFinished, test } from 'vitest'
import { createMetrics } from '../adapters/metrics.ts'
import type { OtlpTarget } from '../config/telemetry-settings.ts'
import { startTelemetry } from './start-telemetry.ts'

test('the end waits for traces and metrics together, and no longer than it may', async () => {
  const paths: string[] = []
  const silent = createServer(({ url = '' }) => void paths.push(url)).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  onTestFinished(() => {
    silent.closeAllConnections()
    silent.close()
  })
  const { port } = silent.address() as AddressInfo
  const otlp = (signal: string): OtlpTarget => ({
    url: `http://127.0.0.1:${port}/v1/${signal}`,
    ...{ protocol: 'http/json', headers: {}, timeoutMs: 10_000, compression: 'none' },
  })
  const never = 3_600_000
  const telemetry = await startTelemetry(
    {
      ...{ serviceName: 'latchkey', resource: {} },
      traces: {
        ...{
          otlp: otlp('traces'),
          sampler: 'always_on',
          ratio: 1,
          batchMs: never,
          passesOn: false,
        },
      },
      metrics: { otlp: otlp('metrics'), everyMs: never },
    },
    { part: 'web', version: '0', flushMs: 2_000, log: { warn() {} } as never },
  )
  const queue = () => Promise.reject(new Error('no database'))
  await telemetry.exportMetrics(createMetrics({ queue, worker: () => true }))
  trace.getTracer('test').startSpan('a request').end()

  const begunAt = performance.now()
  await telemetry.stop()
  const took = performance.now() - begunAt
  expect(took).toBeGreaterThanOrEqual(1_990)
  expect(took).toBeLessThan(3_500)
  expect(new Set(paths)).toEqual(new Set(['/v1/traces', '/v1/metrics']))
})
