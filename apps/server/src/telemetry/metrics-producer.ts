import { type HrTime, ValueType } from '@opentelemetry/api'
import { millisToHrTime } from '@opentelemetry/core'
import { emptyResource } from '@opentelemetry/resources'
import {
  AggregationTemporality,
  DataPointType,
  type MetricData,
  type MetricProducer,
} from '@opentelemetry/sdk-metrics'
import type { HistogramPoint, MetricFamily } from '../adapters/metric-families.ts'
import type { Metrics } from '../adapters/metrics.ts'

/** The numbers of `/metrics` under the same names. They are read, not counted a second time. */
export function metricsProducer(metrics: Pick<Metrics, 'read'>): MetricProducer {
  const startTime = millisToHrTime(performance.timeOrigin)
  return {
    async collect() {
      const families = await metrics.read()
      const span = { startTime, endTime: millisToHrTime(Date.now()) }
      const scopeMetrics = [
        { scope: { name: 'latchkey' }, metrics: families.map((family) => dataOf(family, span)) },
      ]
      return { resourceMetrics: { resource: emptyResource(), scopeMetrics }, errors: [] }
    },
  }
}

type Span = { startTime: HrTime; endTime: HrTime }

function dataOf(family: MetricFamily, span: Span): MetricData {
  const { name, help } = family
  const described = {
    // Without a unit, which some receivers would append to the name.
    descriptor: { name, description: help, unit: '', valueType: ValueType.DOUBLE },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
  }
  if (family.type === 'histogram') {
    const dataPoints = family.points.map(({ labels, ...point }) => ({
      ...{ ...span, attributes: labels, value: histogramOf(point) },
    }))
    return { ...described, dataPointType: DataPointType.HISTOGRAM, dataPoints }
  }
  const dataPoints = family.points.map(({ labels, value }) => ({
    ...{ ...span, attributes: labels, value },
  }))
  return family.type === 'counter'
    ? { ...described, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints }
    : { ...described, dataPointType: DataPointType.GAUGE, dataPoints }
}

/** Prometheus counts everything up to a bound; here each bucket counts what is between two. */
function histogramOf({ upTo, sum, count }: Omit<HistogramPoint, 'labels'>) {
  const cumulative = [...upTo.map((bucket) => bucket.count), count]
  return {
    buckets: {
      boundaries: upTo.map(({ bound }) => bound),
      counts: cumulative.map((value, nth) => value - (cumulative[nth - 1] ?? 0)),
    },
    sum,
    count,
  }
}
