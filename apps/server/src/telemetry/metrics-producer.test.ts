import { DataPointType } from '@opentelemetry/sdk-metrics'
import { expect, test } from 'vitest'
import { createMetrics } from '../adapters/metrics.ts'
import { metricsProducer } from './metrics-producer.ts'

test('a histogram of Prometheus has the same buckets, each without those below it', async () => {
  const metrics = createMetrics({
    queue: () => Promise.reject(new Error('no database')),
    worker: () => true,
  })
  for (const seconds of [0.005, 0.02, 0.02, 3]) metrics.hashing.hashed(seconds)
  const { resourceMetrics } = await metricsProducer(metrics).collect()
  const exported = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics)
  const hashes = exported.find(
    ({ descriptor }) => descriptor.name === 'latchkey_password_hash_seconds',
  )
  expect(hashes).toMatchObject({
    dataPointType: DataPointType.HISTOGRAM,
    dataPoints: [
      {
        attributes: {},
        value: {
          buckets: {
            boundaries: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
            counts: [1, 2, 0, 0, 0, 0, 0, 0, 1],
          },
          count: 4,
          sum: 3.045,
        },
      },
    ],
  })
  expect(exported.find(({ descriptor }) => descriptor.name === 'latchkey_worker_up')).toMatchObject(
    {
      dataPointType: DataPointType.GAUGE,
      dataPoints: [{ value: 1 }],
    },
  )
  const { text } = await metrics.scrape()
  const names = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name)
  expect(exported.map(({ descriptor }) => descriptor.name).toSorted()).toEqual(names.toSorted())
})
